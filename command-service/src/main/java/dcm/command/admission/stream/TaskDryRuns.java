package dcm.command.admission.stream;

import dcm.command.admission.catalog.CatalogDecider;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.host.HostDecider;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.OwnerState;
import dcm.command.dryrun.DryRun;
import dcm.command.dryrun.DryRun.Quota;
import dcm.command.dryrun.DryRuns;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Event;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.intent.QuarantineIntent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides intents on the current state without recording anything: the same decider and the same inputs as for a real intent, but its events
 * are not written. Thread-safe.
 */
final class TaskDryRuns implements DryRuns {
    private static final Logger LOG = Logger.getLogger(TaskDryRuns.class);

    private final ToIntFunction<AggregateId> partitions;
    private final InstantSource clock;
    private final @Nullable StandbyStates standbys;
    private final Map<Integer, AdmissionTask> tasks = new ConcurrentHashMap<>();

    /**
     * @param partitions the partition of an aggregate
     * @param clock the time of decisions. That of a stream task stands still between its inputs
     * @param standbys copies of the states of other processes' tasks; null: there are none
     */
    TaskDryRuns(ToIntFunction<AggregateId> partitions, InstantSource clock, @Nullable StandbyStates standbys) {
        this.standbys = standbys;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** The time of decisions. */
    Instant now() {
        return clock.instant();
    }

    /** A task of this process decides about its partition from now on. */
    void opened(AdmissionTask task) {
        tasks.put(task.partition(), task);
    }

    /** The task has ended. */
    void closed(AdmissionTask task) {
        tasks.remove(task.partition(), task);
    }

    /** What a decision reads in addition to the aggregate's state. */
    private record Inputs(DecisionContext context, ReferenceTables tables) {}

    @Override
    public Optional<DryRun> decide(OwnerName owner, IntentId id, OwnerIntent intent) {
        return onState(
                AggregateId.of(owner),
                store -> store.owners().uncached(owner),
                (inputs, state) -> decide(state, id, intent, inputs.context()));
    }

    @Override
    public Optional<List<? extends Event>> decide(AggregateId aggregate, IntentId id, Intent intent) {
        return switch (intent) {
            case OwnerIntent about -> decide(aggregate.owner(), id, about).map(DryRun::events);
            case HostIntent about ->
                onState(
                        aggregate,
                        store -> store.host(aggregate.host()),
                        (inputs, state) ->
                                List.of(HostDecider.decide(state, aggregate.host(), id, about, inputs.context())));
            case CatalogIntent about ->
                onState(
                        aggregate,
                        AdmissionStateStore::catalog,
                        (inputs, catalog) -> List.of(CatalogDecider.decide(
                                catalog, id, about, inputs.tables().accounts().get())));
            case QuarantineIntent about ->
                throw new InvalidValueException("Records in quarantine cannot be processed without effects.");
        };
    }

    /** The decision about an aggregate's state; empty if this process has no current state of it at present, or is busy. */
    private <S, D> Optional<D> onState(
            AggregateId aggregate,
            Function<AdmissionStateStore, S> reader,
            BiFunction<Inputs, S, ? extends D> decider) {
        int partition = partitions.applyAsInt(aggregate);
        AdmissionTask task = tasks.get(partition);
        StandbyStates copies = standbys;
        try {
            if (task != null) {
                return task.read(reader)
                        .map(state -> decider.apply(new Inputs(task.decisionContext(now()), task.tables()), state));
            }
            return copies == null
                    ? Optional.empty()
                    : copies.read(partition, reader)
                            .map(state -> decider.apply(new Inputs(copies.context(now()), copies.tables()), state));
        } catch (InvalidStateStoreException e) { // the task ended meanwhile
            LOG.debugf("dry run is not possible: aggregate=%s reason=%s", aggregate, e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static DryRun decide(OwnerState before, IntentId id, OwnerIntent intent, DecisionContext context) {
        List<OwnerEvent> events = OwnerDecider.decide(before, id, intent, context);
        OwnerState after = before;
        for (OwnerEvent event : events) {
            after = OwnerFold.evolve(after, event, context.now());
        }
        if (after.account() == null) {
            return new DryRun(events, null);
        }
        QuotaUsage usage = QuotaUsage.of(withoutRemoved(after, events), context);
        return new DryRun(events, new Quota(usage.used(), usage.allowance()));
    }

    /** The state after the ordered removals: only then do the containers use nothing. */
    private static OwnerState withoutRemoved(OwnerState ordered, List<OwnerEvent> events) {
        OwnerState removed = ordered;
        for (OwnerEvent event : events) {
            if (event instanceof OperationOrdered order && order.operation() == StateOperation.REMOVE) {
                removed = removed.without(order.container());
            }
        }
        return removed;
    }
}
