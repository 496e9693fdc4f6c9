package dcm.stack.account;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.AnswerJournal;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts and their sign-ins in the local realm. Passwords are stored in the installation's secrets. */
public final class LocalAccounts {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Installation installation;
    private final AnswerJournal journal;
    private final KeycloakRealm realm;

    public LocalAccounts(Installation installation) {
        this(installation, AnswerJournal.ofEnvironment());
    }

    /** @param journal of what the API answers */
    public LocalAccounts(Installation installation, AnswerJournal journal) {
        this.installation = installation;
        this.journal = journal;
        this.realm = new KeycloakRealm(installation);
    }

    /** A client that acts for the first administrator. */
    public StackApiClient administrator() {
        return new StackApiClient(installation, AdministratorToken.of(installation, realm), journal);
    }

    /** A client that acts for a user. */
    public StackApiClient as(String name) {
        return new StackApiClient(installation, token(name), journal);
    }

    /**
     * Opens an account.
     *
     * @param request the API's request body
     * @return the account; empty if the name exists, and then that account is unchanged
     */
    Optional<JsonNode> open(Map<String, ?> request) {
        var answer = administrator().post("/v1/users", request, Duration.ZERO);
        return answer.isProblem("account-exists") ? Optional.empty() : Optional.of(answer.expectDone());
    }

    /**
     * Checks that this installation creates sign-ins, so that their passwords can be stored here.
     *
     * @throws StackFailure if another issuer does
     */
    public void requireLocalSignIns() {
        if (installation.foreignIssuer().isPresent()) {
            throw new StackFailure(
                    ("Passwords and access tokens are managed at %s. A user with an SSH key gets a token by"
                                    + " the command 'token' of the SSH gateway: ssh -p %d NAME@%s token")
                            .formatted(
                                    installation.issuer(),
                                    installation.port(StackPort.SSH),
                                    installation.sshAddress()));
        }
    }

    /** Sets and stores the password of a sign-in, which is created if needed, so that {@link #token} can use it. */
    public void keepPassword(String name) {
        String password = installation.secrets().secret(secretOf(name));
        realm.setPassword(realm.ensure(name, name, password), password);
        awaitKnown(name);
    }

    /** Deletes a stored password that is no longer valid; false if there was none. */
    public boolean forgetPassword(String name) {
        try {
            return Files.deleteIfExists(installation.secrets().file(secretOf(name)));
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(passwordFile(name), e.getMessage()), e);
        }
    }

    /**
     * Opens an account with a stored password.
     *
     * @param keys lines of {@code .pub} files
     * @return false if the account exists, and then it is unchanged
     */
    public boolean add(String name, String displayName, String role, List<String> keys) {
        boolean opened = open(Map.of("name", name, "displayName", displayName, "role", role, "keys", keys))
                .isPresent();
        boolean local = installation.foreignIssuer().isEmpty();
        if (local && (opened || Files.exists(installation.secrets().file(secretOf(name))))) {
            keepPassword(name);
        }
        return opened;
    }

    /** An access token of a user whose password is stored here. */
    public String token(String name) {
        requireLocalSignIns();
        if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
            return realm.accessToken(name, installation.secrets().admin());
        }
        if (!Files.exists(installation.secrets().file(secretOf(name)))) {
            administrator().get("/v1/users/" + name).expectDone(); // fails clearly for an unknown account
            throw new StackFailure(
                    ("The password of '%s' is not stored on this machine. For tests, set and store a new one:"
                                    + " ./dcm user password NAME --keep-password")
                            .formatted(name));
        }
        return realm.accessToken(name, installation.secrets().secret(secretOf(name)));
    }

    /** The file with the stored password of a user. */
    public String passwordFile(String name) {
        if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
            return installation.secrets().file(name).toString();
        }
        return installation.secrets().file(secretOf(name)).toString();
    }

    /** Waits until the views know the account. Every service reads accounts separately, and the views are the last. */
    private void awaitKnown(String name) {
        StackApiClient person = as(name);
        long end = System.nanoTime() + TIMEOUT.toNanos();
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
