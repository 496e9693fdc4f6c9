package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts together with sign-ins of the local realm, whose passwords are kept among the installation's secrets. */
public final class People {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Installation installation;
    private final KeycloakRealm realm;

    public People(Installation installation) {
        this.installation = installation;
        this.realm = new KeycloakRealm(installation);
    }

    /** A client that acts for the first administrator. */
    public DoorClient administrator() {
        return new DoorClient(
                installation,
                realm.accessToken(
                        KeycloakRealm.ADMINISTRATOR, installation.secrets().admin()));
    }

    /** A client that acts for a person. */
    public DoorClient as(String name) {
        return new DoorClient(installation, token(name));
    }

    /**
     * Opens an account.
     *
     * @param request as the API takes it
     * @return the account; empty if there was one of this name already, which then stays as it is
     */
    Optional<JsonNode> open(Map<String, ?> request) {
        var answer = administrator().post("/v1/users", request, Duration.ZERO);
        return answer.isProblem("account-exists") ? Optional.empty() : Optional.of(answer.expectDone());
    }

    /** Gives a sign-in a password that is kept here, so that {@link #token} can be asked for. */
    void keepPassword(String name) {
        String password = installation.secrets().secret(secretOf(name));
        realm.setPassword(realm.ensure(name, name, password), password);
        awaitKnown(name);
    }

    /** A password that is kept here is not the sign-in's any more; false if none was. */
    boolean forgetPassword(String name) {
        try {
            return Files.deleteIfExists(installation.secrets().file(secretOf(name)));
        } catch (IOException e) {
            throw new StackFailure("%s cannot be deleted: %s".formatted(passwordFile(name), e.getMessage()), e);
        }
    }

    /**
     * Opens an account with a password that is kept here.
     *
     * @param keys lines of {@code .pub} files
     * @return false if there was such an account already, which then stays as it is
     */
    public boolean add(String name, String displayName, String role, List<String> keys) {
        boolean opened = open(Map.of("name", name, "displayName", displayName, "role", role, "keys", keys))
                .isPresent();
        if (opened || Files.exists(installation.secrets().file(secretOf(name)))) {
            keepPassword(name);
        }
        return opened;
    }

    /** An access token of a person whose sign-in was made here. */
    public String token(String name) {
        if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
            return realm.accessToken(name, installation.secrets().admin());
        }
        if (!Files.exists(installation.secrets().file(secretOf(name)))) {
            administrator().get("/v1/users/" + name).expectDone(); // which says so where there is no such account
            throw new StackFailure(
                    "The password of '%s' is not kept here: it is the person's own. For trying, './dcm user password NAME --keep-password' gives another one, which is."
                            .formatted(name));
        }
        return realm.accessToken(name, installation.secrets().secret(secretOf(name)));
    }

    /** The file with the password of a person whose sign-in was made here. */
    public String passwordFile(String name) {
        if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
            return installation.secrets().file(name).toString();
        }
        return installation.secrets().file(secretOf(name)).toString();
    }

    /** Every service learns of an account by itself; the views, which she asks first, are the last. */
    private void awaitKnown(String name) {
        DoorClient person = as(name);
        long end = System.nanoTime() + BOUND.toNanos();
        while (person.get("/v1/containers").status() == 403 && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String secretOf(String name) {
        return "sign-in-" + name;
    }
}
