package dcm.contract.snapshot;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last reported state of a registered host. {@code dcm.hosts} has a new one if more than the last heartbeat has changed;
 * {@link LivenessSnapshot} has the heartbeats.
 *
 * @param partition the partition of its orders and wanted containers
 * @param cordon null while containers are placed on the host
 * @param removedAt when the host was removed permanently; null otherwise
 * @param labels set by administrators; sorted
 * @param declaration what the host declared when it joined; null if the installation itself has set up its worker, or it
 *     joined with an earlier version of DCM
 * @param refusal why its newest heartbeat was refused; null if it was accepted
 * @param version grows by 1 with each snapshot in {@code dcm.hosts}; null from earlier versions of DCM
 */
public record HostSnapshot(
        HostName name,
        int partition,
        HostReported report,
        Instant lastSeen,
        @Nullable Cordon cordon,
        @Nullable Instant removedAt,
        List<HostLabel> labels,
        @Nullable HostDeclaration declaration,
        @Nullable Refusal refusal,
        @Nullable Long version) {
    public HostSnapshot {
        labels = labels == null ? List.of() : labels.stream().sorted().toList(); // missing in earlier snapshots
    }

    /**
     * No more containers are placed on the host.
     *
     * @param drainAt when running containers are stopped; null: they keep running
     */
    public record Cordon(
            @Nullable String reason,
            Instant since,
            @Nullable Instant drainAt) {

        /** Whether the drain time has been reached: no container may run on the host. */
        public boolean isDrained(Instant now) {
            return drainAt != null && !now.isBefore(drainAt);
        }
    }

    /**
     * A heartbeat of the host's worker was refused. The host is silent, although its worker runs.
     *
     * @param reason a sentence for administrators
     * @param at the time of the newest refused heartbeat
     * @param engineId the Docker Engine that it named; null from an earlier version
     */
    public record Refusal(
            String reason, Instant at, @Nullable String engineId) {
        /** A refusal is published again within this time while heartbeats are refused. */
        private static final Duration VALIDITY = Duration.ofSeconds(15);

        /** Whether heartbeats are refused now: the worker runs. */
        public boolean isPresent(Instant now) {
            return !at.plus(VALIDITY).isBefore(now);
        }
    }

    /** A host without an accepted heartbeat for longer is unreachable. */
    public Duration maxSilence() {
        return report.load().maxSilence();
    }

    /** Whether the host has not reported for so long that its worker or its machine seems to be down. */
    public boolean isSilent(Instant now) {
        return lastSeen.plus(maxSilence()).isBefore(now);
    }

    /** Whether the host's worker reads the accounts of the host's owners from the topic of its desired state. */
    public boolean readsAccounts() {
        return Boolean.TRUE.equals(report.readsAccounts());
    }

    /** Whether its worker uses another Docker Engine than the host: the known one does not report. */
    public boolean hasOtherEngine() {
        return refusal != null
                && refusal.engineId() != null
                && !refusal.engineId().equals(report.engineId());
    }

    /** The range of its containers' SSH ports. A host that has joined again may not have reported its new range. */
    public PortRange sshPorts() {
        return declaration == null ? report.sshPorts() : declaration.sshPorts();
    }

    /** A host that is not cordoned. */
    public static HostSnapshot of(HostName name, int partition, HostReported report, Instant lastSeen) {
        return new HostSnapshot(name, partition, report, lastSeen, null, null, List.of(), null, null, null);
    }

    public HostSnapshot with(@Nullable Cordon now) {
        return new HostSnapshot(
                name, partition, report, lastSeen, now, removedAt, labels, declaration, refusal, version);
    }

    /** The same host with these labels instead of its labels. */
    public HostSnapshot labeled(List<HostLabel> now) {
        return new HostSnapshot(
                name, partition, report, lastSeen, cordon, removedAt, now, declaration, refusal, version);
    }

    /** The same host, which has joined with this declaration. */
    public HostSnapshot joined(@Nullable HostDeclaration now) {
        return new HostSnapshot(name, partition, report, lastSeen, cordon, removedAt, labels, now, refusal, version);
    }

    /** The same host after a heartbeat was refused; null: it was accepted. */
    public HostSnapshot refused(@Nullable Refusal now) {
        return new HostSnapshot(
                name, partition, report, lastSeen, cordon, removedAt, labels, declaration, now, version);
    }

    /** The snapshot after {@code earlier}, which is null if it is the first. */
    public HostSnapshot after(@Nullable HostSnapshot earlier) {
        long next = earlier == null ? 1 : earlier.number() + 1;
        return new HostSnapshot(
                name, partition, report, lastSeen, cordon, removedAt, labels, declaration, refusal, next);
    }

    private long number() {
        return version == null ? 0 : version;
    }

    /** Whether {@code other} replaces this snapshot. */
    public boolean isReplacedBy(HostSnapshot other) {
        return other.number() >= number();
    }

    /** The same host after a heartbeat. A heartbeat that is not newer than the last one changes nothing. */
    public HostSnapshot seen(Instant at, HostLoad load) {
        return at.isAfter(lastSeen)
                ? new HostSnapshot(
                        name,
                        partition,
                        report.with(load),
                        at,
                        cordon,
                        removedAt,
                        labels,
                        declaration,
                        refusal,
                        version)
                : this;
    }

    /** Whether both differ in nothing but the last heartbeat and the version. */
    public boolean describesSame(HostSnapshot other) {
        HostSnapshot same = new HostSnapshot(
                name,
                partition,
                report.with(other.report.load()),
                other.lastSeen,
                cordon,
                removedAt,
                labels,
                declaration,
                refusal,
                other.version);
        return same.equals(other);
    }

    /** The same host, removed permanently. */
    public HostSnapshot remove(Instant when) {
        return new HostSnapshot(name, partition, report, lastSeen, cordon, when, labels, declaration, null, version);
    }
}
