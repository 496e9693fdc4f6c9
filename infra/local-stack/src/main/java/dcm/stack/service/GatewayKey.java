package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.installation.StackPort;
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

    /**
     * The directory of an instance. A further one gets the key, and the host keys of the first one, which must have started: clients know the
     * gateways by the same keys.
     */
    Path stateOf(Instance instance) {
        Path state = directoryOf(instance);
        if (state.equals(directory())) {
            return state;
        }
        SystemCommand.run("mkdir", "-p", "-m", "700", state.toString());
        // The directory can belong to the gateway's user, so that links in it are not followed.
        SystemCommand.run(
                "cp",
                "-a",
                "--remove-destination",
                file().toString(),
                publicKey().toString(),
                directory() + "/host-keys",
                state.toString());
        return state;
    }

    Path directoryOf(Instance instance) {
        return instance.port() == StackPort.SSH_GATEWAY_HTTP ? directory() : installation.data(instance.name());
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
        SystemCommand.run("rm", "-f", file().toString(), publicKey().toString());
        SystemCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "dcm-gateway", "-f", file().toString());
    }
}
