package dcm.command.admission.state;

import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.Operation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.problem.HostRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of one container.
 *
 * @param partition of its host's orders
 * @param phase the last reported phase
 * @param wanted the state after all orders have been executed
 * @param ordered number of the newest order
 * @param pending orders whose outcome is not known, oldest first
 * @param expired the newest order, if its deadline passed before its outcome was known; late outcomes of earlier ones change nothing
 * @param refusals of hosts that refused the container
 * @param placement the hosts that the request permits; null: any
 * @param diskMiB disk usage without homes; null if not measured
 * @param ownImage whether its image is one of the owner's, and not a base image; null: no, or stored by an earlier version
 * @param startedAt when the host last started it, by the host's clock; null: not yet, or stored by an earlier version
 */
public record ContainerState(
        ContainerId id,
        ContainerSpec spec,
        HostName host,
        int partition,
        Phase phase,
        DesiredStatus wanted,
        int ordered,
        List<PendingOrder> pending,
        Set<Integer> expired,
        List<HostRefusal> refusals,
        @Nullable PlacementRequest placement,
        @Nullable SshEndpoint ssh,
        @Nullable Long diskMiB,
        @Nullable Boolean ownImage,
        @Nullable Instant startedAt) {

    public ContainerState {
        pending = List.copyOf(pending);
        expired = expired.stream().filter(number -> number >= ordered).collect(toUnmodifiableSet());
        refusals = refusals == null ? List.of() : List.copyOf(refusals); // stored by earlier versions in another form
    }

    /** The last reported state of a container. */
    public enum Phase {
        CREATING(DesiredStatus.RUNNING),
        RUNNING(DesiredStatus.RUNNING),
        PAUSED(DesiredStatus.PAUSED),
        STOPPED(DesiredStatus.STOPPED),
        /** Its host exists but no longer has the container. */
        LOST(DesiredStatus.STOPPED),
        /** Its host was removed. No host has a desired state for the container. */
        HOST_REMOVED(DesiredStatus.STOPPED);

        private final DesiredStatus settled;

        Phase(DesiredStatus settled) {
            this.settled = settled;
        }

        /** The desired state for this phase if no operation is requested. */
        public DesiredStatus settled() {
            return settled;
        }
    }

    /** A pending order. */
    public record PendingOrder(
            int number,
            Operation operation,
            @Nullable IntentId intent,
            @Nullable Instant deadline) {}

    /** False only if the container certainly does not run and will not start. */
    public boolean countsAsRunning() {
        boolean ran = phase == Phase.CREATING || phase == Phase.RUNNING || phase == Phase.PAUSED;
        return ran || willRun();
    }

    /** True if the container was last reported running or paused. */
    @JsonIgnore
    public boolean isAlive() {
        return phase == Phase.RUNNING || phase == Phase.PAUSED;
    }

    /** True if no host has the container. It counts as a stopped one, and can be recreated. */
    @JsonIgnore
    public boolean isLost() {
        return phase == Phase.LOST || phase == Phase.HOST_REMOVED;
    }

    /** True if the container was created from an image of its owner. */
    @JsonIgnore
    public boolean hasOwnImage() {
        return Boolean.TRUE.equals(ownImage);
    }

    /**
     * The host that keeps the container. Empty if no host has it, or if its removal is ordered, even before the host confirms the
     * removal.
     */
    public Stream<HostName> onHost() {
        return isLost() || wanted == DesiredStatus.REMOVED ? Stream.empty() : Stream.of(host);
    }

    /** True if the container's host was removed. */
    @JsonIgnore
    public boolean hasNoHost() {
        return phase == Phase.HOST_REMOVED;
    }

    /** True if the desired state is running or paused. */
    public boolean willRun() {
        return !isLost() && (wanted == DesiredStatus.RUNNING || wanted == DesiredStatus.PAUSED);
    }

    /**
     * The operations that can be requested now: those of the state after all pending orders. To remove a running or
     * paused container, or one that is already being removed, has further conditions.
     */
    public Set<Operation> operations() {
        return isLost()
                ? Set.of(Operation.REMOVE)
                : switch (wanted) {
                    case RUNNING ->
                        Set.of(Operation.STOP, Operation.RESTART, Operation.PAUSE, Operation.COMMIT, Operation.REMOVE);
                    case PAUSED -> Set.of(Operation.STOP, Operation.UNPAUSE, Operation.COMMIT, Operation.REMOVE);
                    case STOPPED -> Set.of(Operation.START, Operation.RESTART, Operation.COMMIT, Operation.REMOVE);
                    case REMOVED -> Set.of(Operation.REMOVE);
                };
    }

    /** The name and, if known, the SSH port, for messages. */
    public String label() {
        return ssh == null ? spec.name().value() : spec.name() + " (" + ssh.port() + ")";
    }

    /** A pending order by its number. */
    public Optional<PendingOrder> pending(int number) {
        return pending.stream().filter(order -> order.number() == number).findFirst();
    }

    /** The newest order up to which all outcomes are known. */
    @JsonIgnore
    public int finished() {
        return pending.isEmpty() ? ordered : pending.getFirst().number() - 1;
    }

    @JsonIgnore
    @Nullable
    public PortNumber sshPort() {
        return ssh == null ? null : ssh.port();
    }

    /** The last measured disk usage without homes; 0 if unknown. */
    public long disk() {
        return diskMiB == null ? 0 : diskMiB;
    }

    /** True if the disk usage exceeds the limit and the owner can still delete files. */
    @JsonIgnore
    public boolean isTooLarge() {
        Integer most = spec.limits().diskMiB();
        return most != null && disk() > most && !isLost() && wanted != DesiredStatus.REMOVED;
    }

    /** A copy with this disk usage. */
    public ContainerState withDisk(long mebibytes) {
        return new ContainerState(
                id, spec, host, partition, phase, wanted, ordered, pending, expired, refusals, placement, ssh,
                mebibytes, ownImage, startedAt);
    }

    /** A copy with an order that does not change the desired state. */
    public ContainerState order(PendingOrder order) {
        return order(order, wanted);
    }

    /** A copy with an order that changes the desired state. */
    public ContainerState order(PendingOrder order, DesiredStatus nowWanted) {
        return new ContainerState(
                id,
                spec,
                host,
                partition,
                phase,
                nowWanted,
                order.number(),
                Stream.concat(pending.stream(), Stream.of(order)).toList(),
                expired,
                refusals,
                placement,
                ssh,
                diskMiB,
                ownImage,
                startedAt);
    }

    /** A copy with a later deadline of an order. */
    public ContainerState extend(int number, Instant deadline) {
        return new ContainerState(
                id,
                spec,
                host,
                partition,
                phase,
                wanted,
                ordered,
                pending.stream()
                        .map(order -> order.number() == number
                                ? new PendingOrder(number, order.operation(), order.intent(), deadline)
                                : order)
                        .toList(),
                expired,
                refusals,
                placement,
                ssh,
                diskMiB,
                ownImage,
                startedAt);
    }

    /**
     * A copy in which an order is no longer pending. Earlier orders stay pending: each has its own outcome or deadline.
     *
     * @param late whether the deadline passed, so that the outcome may still arrive
     */
    public ContainerState settle(int number, boolean late) {
        return new ContainerState(
                id,
                spec,
                host,
                partition,
                phase,
                wanted,
                ordered,
                pending.stream().filter(order -> order.number() != number).toList(),
                late
                        ? Stream.concat(expired.stream(), Stream.of(number)).collect(toSet())
                        : expired.stream().filter(n -> n != number).collect(toSet()),
                refusals,
                placement,
                ssh,
                diskMiB,
                ownImage,
                startedAt);
    }

    /** A copy with the reported phase. */
    public ContainerState in(Phase nowPhase, @Nullable SshEndpoint nowSsh) {
        return in(nowPhase, nowSsh, startedAt);
    }

    /** A copy that its host has started. */
    public ContainerState started(SshEndpoint nowSsh, Instant when) {
        return in(Phase.RUNNING, nowSsh, when);
    }

    private ContainerState in(Phase nowPhase, @Nullable SshEndpoint nowSsh, @Nullable Instant when) {
        return new ContainerState(
                id, spec, host, partition, nowPhase, wanted, ordered, pending, expired, refusals, placement, nowSsh,
                diskMiB, ownImage, when);
    }

    /** A copy with another name. */
    public ContainerState rename(ContainerName name) {
        return new ContainerState(
                id,
                spec.named(name),
                host,
                partition,
                phase,
                wanted,
                ordered,
                pending,
                expired,
                refusals,
                placement,
                ssh,
                diskMiB,
                ownImage,
                startedAt);
    }

    /** A copy with another desired state. */
    public ContainerState wanting(DesiredStatus nowWanted) {
        return new ContainerState(
                id, spec, host, partition, phase, nowWanted, ordered, pending, expired, refusals, placement, ssh,
                diskMiB, ownImage, startedAt);
    }

    /** A copy that a host refused, without pending orders. */
    public ContainerState refuse(HostName refusing, String detail) {
        return new ContainerState(
                id,
                spec,
                host,
                partition,
                phase,
                wanted,
                ordered,
                List.of(),
                expired,
                Stream.concat(
                                refusals.stream(),
                                Stream.of(new HostRefusal(refusing, HostRefusal.Reason.REFUSED, detail)))
                        .toList(),
                placement,
                ssh,
                diskMiB,
                ownImage,
                startedAt);
    }
}
