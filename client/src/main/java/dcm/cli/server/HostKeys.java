package dcm.cli.server;

import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import java.util.List;
import java.util.Optional;

/**
 * The host keys of a server's SSH gateway.
 *
 * @param keys as {@code TYPE BASE64}
 */
public record HostKeys(List<String> keys) {
    public HostKeys {
        keys = List.copyOf(keys);
    }

    /** Asks the server. The list is empty if it does not state the keys, as before version 0.11. */
    public static HostKeys of(ApiClient api) {
        try {
            return api.get("/.well-known/dcm/ssh-host-keys").read(HostKeys.class);
        } catch (CommandFailure unavailable) {
            return new HostKeys(List.of());
        }
    }

    /** The first key of a type such as {@code ssh-ed25519}. */
    public Optional<String> ofType(String type) {
        return keys.stream().filter(key -> key.startsWith(type + " ")).findFirst();
    }
}
