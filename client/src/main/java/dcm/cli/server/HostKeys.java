package dcm.cli.server;

import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host keys of a server's SSH gateway.
 *
 * @param keys as {@code TYPE BASE64}
 */
public record HostKeys(List<String> keys) {
    /** What can be in OpenSSH's files and options. */
    private static final Pattern KEY = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+");

    private static final int NOT_FOUND = 404;

    /** @throws CommandFailure if one of them is not valid */
    public HostKeys {
        keys = List.copyOf(keys);
        if (!keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The server states host keys of its SSH gateway that are not valid.");
        }
    }

    /** Asks the server. The list is empty if it does not state the keys, as before version 0.11. */
    public static HostKeys of(ApiClient api) {
        try {
            HostKeys stated = api.get("/.well-known/dcm/ssh-host-keys").read(HostKeys.class);
            if (stated.keys().isEmpty()) {
                throw new CommandFailure(ExitCode.FAILED, "The server states no host keys of its SSH gateway.");
            }
            return stated;
        } catch (CommandFailure failure) {
            if (failure.problem().path("status").asInt() == NOT_FOUND) {
                return new HostKeys(List.of());
            }
            throw failure; // or an attacker who disturbs the request could make ssh accept another key
        }
    }

    /**
     * The first key of a type such as {@code ssh-ed25519}; empty if the server states no keys.
     *
     * @throws CommandFailure if it states other keys only
     */
    public Optional<String> ofType(String type) {
        Optional<String> found =
                keys.stream().filter(key -> key.startsWith(type + " ")).findFirst();
        if (found.isEmpty() && !keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The server states no host key of the type %s for its SSH gateway.".formatted(type));
        }
        return found;
    }
}
