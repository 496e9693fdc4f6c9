package dcm.join;

import dcm.contract.report.HomeStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine's request to join as a host.
 *
 * @param host the name in the join token
 * @param secret the secret in the join token
 * @param certificateRequest a certificate signing request for the worker's server, as PEM
 * @param address the IP address at which the worker is reached
 * @param aliases the addresses on which containers' ports are published
 * @param sshPorts the range of containers' SSH ports, such as {@code 30000-30999}; null: the server chooses a free one
 * @param engineId the id of the machine's Docker Engine
 * @param storage the machine's directory of homes; null if it has none yet
 * @param swarm whether its engine can join a swarm; null from an earlier version
 */
public record JoinRequest(
        @Nullable String host,
        @Nullable String secret,
        @Nullable String certificateRequest,
        @Nullable String address,
        @Nullable List<String> aliases,
        @Nullable String sshPorts,
        @Nullable String engineId,
        @Nullable HomeStorage storage,
        @Nullable EngineSwarm swarm) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "JoinRequest[" + host + "]";
    }
}
