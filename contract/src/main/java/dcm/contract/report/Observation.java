package dcm.contract.report;

import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a container in its engine.
 *
 * @param ssh where its SSH port is published; null if absent or never started
 * @param ports its published ports, without the SSH port
 * @param hostKey fingerprint of its SSH host key; null if it was not read
 * @param startedAt the latest start, by the host's clock; null if never started
 * @param exitCode of the first process; null while it runs
 */
public record Observation(
        ContainerStatus status,
        @Nullable SshEndpoint ssh,
        List<PublishedPort> ports,
        @Nullable String hostKey,
        @Nullable Instant startedAt,
        @Nullable Integer exitCode,
        boolean outOfMemory) {

    /** The observation of a container that the engine does not have. */
    public static final Observation ABSENT =
            new Observation(ContainerStatus.ABSENT, null, List.of(), null, null, null, false);

    public Observation {
        ports = ports == null ? List.of() : List.copyOf(ports); // earlier workers do not send ports
    }
}
