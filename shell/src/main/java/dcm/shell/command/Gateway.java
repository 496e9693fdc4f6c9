package dcm.shell.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What commands need of the SSH gateway in which they are typed. */
public interface Gateway {
    /** The host by which people reach the gateway. */
    String host();

    int port();

    /** An access token of the session's person, for other programs. */
    AccessToken token();

    /** A token and how long it can be used, in seconds. */
    record AccessToken(String token, long lifetimeSeconds) {}

    /**
     * The host key with which a container's SSH server answers, as {@code known_hosts} has it: {@code TYPE BASE64}. Empty if it does
     * not answer, or with another key than DCM knows of.
     *
     * @param ssh of the container's view
     */
    Optional<String> hostKey(JsonNode ssh);

    /**
     * Opens a session in a container and lends it the terminal until it ends.
     *
     * @param command to be run instead of a shell; empty: a shell
     * @return the exit code of what ran there
     */
    int connect(JsonNode container, String user, List<String> command);
}
