package dcm.shell.command;

import dcm.shell.api.CommandFailure;
import dcm.shell.document.ContainerDocument;
import java.util.List;
import java.util.Optional;

/** What commands need from the SSH gateway that runs them, or from the client on the user's machine. */
public interface GatewayServices {
    /** The host name at which users reach the gateway. */
    String host();

    int port();

    /** The gateway's own public host keys in {@code known_hosts} format: {@code TYPE BASE64}. */
    List<String> hostKeys();

    /** An access token of the session's user, for use in other programs. */
    AccessToken token();

    record AccessToken(String token, long lifetimeSeconds) {}

    /**
     * Whether SSH clients of the user must jump through the gateway to connect to a container. The gateway itself does not
     * know what they can reach, and returns false.
     */
    default boolean needsJump(ContainerDocument container) {
        return false;
    }

    /**
     * The host key of a container's SSH server in {@code known_hosts} format: {@code TYPE BASE64}. Empty if the server
     * does not answer or presents a key that DCM does not know.
     */
    Optional<String> hostKey(ContainerDocument container);

    /**
     * Opens a session in a container and attaches the terminal to it until the session ends.
     *
     * @param command the command to run; empty: a shell
     * @return the exit code of the remote command
     */
    int connect(ContainerDocument container, String user, List<String> command);

    /** What the user can do about a failure, as a sentence for users of this program; empty: nothing in addition. */
    default Optional<String> advice(CommandFailure failure) {
        return Optional.empty();
    }
}
