package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.StartupStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The key with which the SSH gateway signs certificates for logins to containers. The gateway has the private key, this
 * machine's host the public key.
 */
public record GatewayKey(Installation installation) {
    public StartupStep step() {
        return new StartupStep("gateway-key", Set.of(), this::ensure);
    }

    /** The public key file. */
    public Path publicKey() {
        return Path.of(file() + ".pub");
    }

    private Path directory() {
        return installation.data("gateway");
    }

    private Path file() {
        return directory().resolve("container-ca");
    }

    private void ensure() {
        if (Files.exists(publicKey())) {
            return;
        }
        SystemCommand.run("mkdir", "-p", "-m", "700", directory().toString());
        SystemCommand.run("rm", "-f", file().toString());
        SystemCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "dcm-gateway", "-f", file().toString());
    }
}
