package dcm.cli.server;

import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about itself.
 *
 * @param version the version of DCM
 * @param sshGateway where SSH clients reach the SSH gateway; null: not known
 */
public record About(String version, @Nullable SshGateway sshGateway) {
    /** The address of the SSH gateway. */
    public record SshGateway(String host, int port) {}

    public static About of(ApiClient api) {
        return api.get("/v1/about").read(About.class);
    }

    /**
     * The SSH gateway.
     *
     * @throws CommandFailure if the server does not state its address
     */
    public SshGateway requireSshGateway() {
        if (sshGateway == null) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The server does not state the address of its SSH gateway. An administrator sets it with DCM_ABOUT_SSH_HOST.");
        }
        return sshGateway;
    }
}
