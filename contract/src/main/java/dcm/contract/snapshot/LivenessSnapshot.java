package dcm.contract.snapshot;

import dcm.contract.identity.HostName;
import dcm.contract.report.HostLoad;
import java.time.Instant;
import java.util.Map;

/**
 * The last heartbeats of all hosts whose aggregates are in one partition. One record for all of them every few seconds costs less than
 * one for each heartbeat.
 *
 * @param hosts the hosts that are not removed
 */
public record LivenessSnapshot(Map<HostName, Seen> hosts) {
    public LivenessSnapshot {
        hosts = Map.copyOf(hosts);
    }

    /**
     * The last heartbeat of a host.
     *
     * @param at when admission has read it
     */
    public record Seen(Instant at, HostLoad load) {}
}
