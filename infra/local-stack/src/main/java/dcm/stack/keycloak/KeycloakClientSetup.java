package dcm.stack.keycloak;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Lets user-service create sign-ins in the local realm with a client that may manage users only. */
public final class KeycloakClientSetup {
    static final String CLIENT = "dcm-user-service";

    private final Installation installation;

    public KeycloakClientSetup(Installation installation) {
        this.installation = installation;
    }

    public StartupStep step() {
        return new StartupStep("sign-ins", Set.of("keycloak"), this::ensure);
    }

    private void ensure() {
        Path done = installation.data("sign-in-maker");
        if (Files.exists(done)) {
            return;
        }
        new KeycloakRealm(installation)
                .ensureUserManager(CLIENT, installation.secrets().keycloakUserService());
        try {
            Files.createFile(done);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(done, e.getMessage()), e);
        }
    }
}
