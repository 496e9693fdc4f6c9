package dcm.cli.ssh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.document.ContainerDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Host keys of containers that this machine cannot connect to. The SSH gateway reads them; whether they are right is
 * checked here. Thread-safe.
 */
public final class GatewayHostKeys {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> keys;

    private GatewayHostKeys(Map<String, String> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** Logs in at the gateway and asks for the keys of all containers of the user. */
    public static GatewayHostKeys read(SshJump gateway) {
        return parse(OpenSsh.atGateway(gateway, List.of("ssh-config", "--json")));
    }

    static GatewayHostKeys parse(String output) {
        Map<String, String> keys = new HashMap<>();
        try {
            for (JsonNode container : JSON.readTree(output)) {
                if (container.hasNonNull("hostKey")) {
                    keys.put(
                            container.path("alias").asText(),
                            container.path("hostKey").asText());
                }
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The SSH gateway did not answer with a list of host keys, but: " + output.strip());
        }
        return new GatewayHostKeys(keys);
    }

    /** The key as {@code TYPE BASE64}; empty if the gateway could not read it, or if DCM recorded another one. */
    public Optional<String> of(ContainerDocument container) {
        return Optional.ofNullable(keys.get("dcm-" + container.id())).filter(key -> OpenSsh.isRecorded(key, container));
    }
}
