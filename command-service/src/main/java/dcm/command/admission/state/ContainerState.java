package dcm.command.admission.state;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.Operation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.SshEndpoint;
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
 * @param phase the phase last reported
 * @param wanted the state after all orders have been executed
 * @param ordered number of the newest order
 * @param pending orders whose outcome is not known, oldest first
 * @param expired orders whose deadline passed before their outcome was known
 * @param refusedBy hosts that would not take it
 * @param diskMiB what was written in it outside of homes; null where it was not measured
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
        Set<HostName> refusedBy,
        @Nullable SshEndpoint ssh,
        @Nullable Long diskMiB) {

    public ContainerState {
        pending = List.copyOf(pending);
        expired = Set.copyOf(expired);
        refusedBy = Set.copyOf(refusedBy);
    }

    /** What was last reported of a container. */
    public enum Phase {
        CREATING(DesiredStatus.RUNNING),
        RUNNING(DesiredStatus.RUNNING),
        PAUSED(DesiredStatus.PAUSED),
        STOPPED(DesiredStatus.STOPPED),
        LOST(DesiredStatus.STOPPED);

        private final DesiredStatus settled;

        Phase(DesiredStatus settled) {
            this.settled = settled;
        }

        /** What is wanted of a container in this phase when nobody asks for anything else. */
        public DesiredStatus settled() {
            return settled;
        }
    }

    /** An order under way. */
    public record PendingOrder(
            int number,
            Operation operation,
            @Nullable IntentId intent,
            @Nullable Instant deadline) {}

    /** True unless it is certain that it does not run, nor will. */
    public boolean countsAsRunning() {
        boolean ran = phase == Phase.CREATING || phase == Phase.RUNNING || phase == Phase.PAUSED;
        return ran || willRun();
    }

    /** True if it was last seen running, or paused. */
    @JsonIgnore
    public boolean isAlive() {
        return phase == Phase.RUNNING || phase == Phase.PAUSED;
    }

    /** True if the desired state is running or paused. */
    public boolean willRun() {
        return phase != Phase.LOST && (wanted == DesiredStatus.RUNNING || wanted == DesiredStatus.PAUSED);
    }

    /**
     * The operations that can be requested now: those of the state after all pending orders. To remove a running or
     * paused container, or one that is already being removed, has further conditions.
     */
    public Set<Operation> operations() {
        return phase == Phase.LOST
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

    /** What was written in it outside of homes, as far as that is known. */
    public long disk() {
        return diskMiB == null ? 0 : diskMiB;
    }

    /** True if more was written in it than it may hold, and its owner can do something about that. */
    @JsonIgnore
    public boolean isTooLarge() {
        Integer most = spec.limits().diskMiB();
        return most != null && disk() > most && phase != Phase.LOST && wanted != DesiredStatus.REMOVED;
    }

    /** With this many MiB written outside of homes. */
    public ContainerState withDisk(long mebibytes) {
        return new ContainerState(
                id, spec, host, partition, phase, wanted, ordered, pending, expired, refusedBy, ssh, mebibytes);
    }

    /** With an order that does not change the desired state. */
    public ContainerState order(PendingOrder order) {
        return order(order, wanted);
    }

    /** With an order that changes the desired state. */
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
                refusedBy,
                ssh,
                diskMiB);
    }

    /** With a later deadline of an order. */
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
                refusedBy,
                ssh,
                diskMiB);
    }

    /**
     * With an order that is no longer pending. Earlier orders stay pending: each has its own outcome or deadline.
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
                refusedBy,
                ssh,
                diskMiB);
    }

    /** In a phase, as reported. */
    public ContainerState in(Phase nowPhase, @Nullable SshEndpoint nowSsh) {
        return new ContainerState(
                id, spec, host, partition, nowPhase, wanted, ordered, pending, expired, refusedBy, nowSsh, diskMiB);
    }

    /** With another name. */
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
                refusedBy,
                ssh,
                diskMiB);
    }

    /** With another desired state. */
    public ContainerState wanting(DesiredStatus nowWanted) {
        return new ContainerState(
                id, spec, host, partition, phase, nowWanted, ordered, pending, expired, refusedBy, ssh, diskMiB);
    }

    /** Refused by a host; no order is pending. */
    public ContainerState refuse(HostName refusing) {
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
                Stream.concat(refusedBy.stream(), Stream.of(refusing)).collect(toSet()),
                ssh,
                diskMiB);
    }
}
