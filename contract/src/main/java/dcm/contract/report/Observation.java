package dcm.contract.report;

import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container as its engine showed it.
 *
 * @param ssh where its SSH port is published; null when absent or never started
 * @param ports its other published ports
 * @param hostKey fingerprint of its SSH host key, null when not read
 * @param startedAt of the latest start, by the host's clock; null when never started
 * @param exitCode of the first process, null while it runs
 */
public record Observation(
        ContainerStatus status,
        @Nullable SshEndpoint ssh,
        List<PublishedPort> ports,
        @Nullable String hostKey,
        @Nullable Instant startedAt,
        @Nullable Integer exitCode,
        boolean outOfMemory) {

    /** What is observed of a container that the engine does not have. */
    public static final Observation ABSENT =
            new Observation(ContainerStatus.ABSENT, null, List.of(), null, null, null, false);

    public Observation {
        ports = ports == null ? List.of() : List.copyOf(ports); // hosts from before there were ports tell none
    }
}
