package dcm.contract.snapshot;

import dcm.contract.identity.HostName;
import dcm.contract.report.HostReported;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered host as it last reported.
 *
 * @param partition of its orders and wanted containers
 * @param cordon null while containers are placed there
 * @param removedAt when it was said to be gone for good; null otherwise
 */
public record HostSnapshot(
        HostName name,
        int partition,
        HostReported report,
        Instant lastSeen,
        @Nullable Cordon cordon,
        @Nullable Instant removedAt) {

    /**
     * Nothing more is placed on the host.
     *
     * @param drainAt when what still runs there is stopped; null: it goes on
     */
    public record Cordon(
            @Nullable String reason,
            Instant since,
            @Nullable Instant drainAt) {

        /** True from the time on at which nothing is to run there. */
        public boolean isDrained(Instant now) {
            return drainAt != null && !now.isBefore(drainAt);
        }
    }

    /** A host on which containers are placed. */
    public static HostSnapshot of(HostName name, int partition, HostReported report, Instant lastSeen) {
        return new HostSnapshot(name, partition, report, lastSeen, null, null);
    }

    public HostSnapshot with(@Nullable Cordon now) {
        return new HostSnapshot(name, partition, report, lastSeen, now, removedAt);
    }

    /** The same host, gone for good. */
    public HostSnapshot removed(Instant when) {
        return new HostSnapshot(name, partition, report, lastSeen, cordon, when);
    }
}
