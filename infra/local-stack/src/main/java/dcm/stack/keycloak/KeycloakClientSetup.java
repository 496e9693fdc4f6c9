package dcm.stack.keycloak;

import dcm.stack.installation.ConsoleClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Creates DCM's confidential clients in the local realm: that of user-service, which may manage users only, that of the launcher, and
 * that of the web console. Applies the realm file's rules for passwords to a realm that an earlier version imported.
 */
public final class KeycloakClientSetup {
    static final String CLIENT = "dcm-user-service";

    private final Installation installation;
    private final KeycloakRealm realm;

    public KeycloakClientSetup(Installation installation) {
        this.installation = installation;
        this.realm = new KeycloakRealm(installation);
    }

    public StartupStep step() {
        return new StartupStep("sign-ins", Set.of("keycloak"), this::ensure);
    }

    private void ensure() {
        String policy = RealmFile.of(installation).passwordPolicy();
        once("password-policy", policy, () -> realm.setPasswordPolicy(policy));
        once(
                "sign-in-maker",
                "",
                () -> realm.ensureUserManager(CLIENT, installation.secrets().keycloakUserService()));
        Map<String, Object> launcher =
                KeycloakRealm.launcherClient(installation.secrets().keycloakLauncher());
        once("launcher-client", ConsoleClientSettings.hash(launcher), () -> realm.ensureLauncher(launcher));
        boolean isPublic = installation.publicAccess().isPresent();
        if (isPublic) { // at each start, because administrators can create clients
            forget("sign-in-security");
        }
        once("sign-in-security", isPublic ? "public" : "loopback", () -> realm.setSecurity(isPublic));
        var console = new ConsoleClientSettings(
                new ConsoleClient(ConsoleClient.LOCAL, installation.secrets().keycloakConsole()),
                origins(),
                installation.url(StackPort.API_GATEWAY));
        once("console-client", console.hash(), () -> realm.ensureConsole(console));
    }

    /** The origins at which browsers reach the API gateway. */
    private List<String> origins() {
        var origins = new ArrayList<String>();
        for (Instance gateway : installation.instances().of("api-gateway")) {
            origins.add("http://localhost:" + installation.port(gateway.port()));
            origins.add(installation.url(gateway.port()));
        }
        installation.clusterUrl().ifPresent(origins::add);
        installation.publicAccess().ifPresent(access -> origins.add(access.url().toString()));
        return origins;
    }

    /** The next action of this name is run in any case. */
    private void forget(String name) {
        Path done = installation.data(name);
        try {
            Files.deleteIfExists(done);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(done, e.getMessage()), e);
        }
    }

    /** Runs {@code action} unless it was complete with the same settings before. */
    private void once(String name, String settings, Runnable action) {
        Path done = installation.data(name);
        try {
            if (Files.exists(done) && Files.readString(done).equals(settings)) {
                return;
            }
            Files.deleteIfExists(done);
            action.run();
            Files.writeString(done, settings);
        } catch (IOException e) {
            throw new StackFailure("Cannot read or write %s: %s".formatted(done, e.getMessage()), e);
        }
    }
}
