package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerEffects;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.owner.ReportDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.stream.DueIndex.Due;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.Event;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.order.Order;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.Resource;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ImageAbsent;
import dcm.contract.snapshot.HostSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The generated history of one owner: intents, reports and expiries, decided as in admission and checked at every step.
 */
final class GeneratedHistory {
    private static final AggregateId AGGREGATE = AggregateId.of(TestInstallation.ALICE);
    private static final TraceParent TRACE = TraceParent.fresh();
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<HostSnapshot> hosts;
    private final AdmissionPolicy policy;
    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final AdmissionStateStore store = new AdmissionStateStore(KeyValueTable.of(entries));
    private final List<Message<Event>> log = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final Map<ContainerId, Integer> numbers = new HashMap<>();
    private final Set<ContainerId> removedContainers = new HashSet<>();
    private final Set<IntentId> asked = new HashSet<>();
    private final Set<IntentId> ended = new HashSet<>();
    private final Map<IntentId, Integer> remainingOutcomes = new HashMap<>();
    private OwnerState state = OwnerState.unknown(TestInstallation.ALICE);
    private Instant now = TestInstallation.NOW;

    GeneratedHistory(AdmissionPolicy policy, List<HostSnapshot> hosts) {
        this.policy = policy;
        this.hosts = hosts;
    }

    /** All orders so far. */
    List<Order> orders() {
        return orders;
    }

    int events() {
        return log.size();
    }

    OwnerState state() {
        return state;
    }

    void ask(IntentId id, OwnerIntent intent) {
        if (store.isDecided(AGGREGATE, id)) {
            return;
        }
        asked.add(id);
        List<OwnerEvent> events = OwnerDecider.decide(state, id, intent, context());
        assertThat(events).as("the events for %s", intent).isNotEmpty();
        assertThat(events).allSatisfy(event -> assertThat(event.intent()).isEqualTo(id));
        record(events);
    }

    void report(ContainerReport report) {
        record(ReportDecider.react(state, report, context()));
    }

    void pass(Duration time) {
        now = now.plus(time);
        for (Due due : store.due().ordersBefore(now)) {
            List<OwnerEvent> events = ReportDecider.expire(state, due.container(), due.number());
            assertThat(events).as("the events for the expired order %s", due).isNotEmpty();
            record(events);
        }
        assertThat(store.due().ordersBefore(now)).as("due orders after expiry").isEmpty();
    }

    /** Expires or completes everything pending, and checks that every intent was answered. */
    void end() {
        for (int round = 0; hasPending(); round++) {
            assertThat(round).as("rounds until nothing is pending").isLessThan(20);
            pass(LONG);
            for (ContainerState container : List.copyOf(state.containers().values())) {
                container.pending().stream()
                        .filter(order -> order.deadline() == null)
                        .forEach(order -> report(done(container, order)));
            }
        }
        for (ImageState image : List.copyOf(state.images().values())) {
            assertThat(image.phase())
                    .as("the phase of an image without a pending order")
                    .isNotEqualTo(ImageState.Phase.COMMITTING);
            record(ReportDecider.react(state, new ImageAbsent(image.host(), image.id())));
            assertThat(state.images().containsKey(image.id()))
                    .as("whether an image that its host lost is kept")
                    .isEqualTo(image.phase() == ImageState.Phase.READY);
        }
        Set<IntentId> waiting = new HashSet<>(asked);
        waiting.removeAll(ended);
        assertThat(waiting).as("intents without an outcome").isEmpty();
    }

    private static OrderDone done(ContainerState container, PendingOrder order) {
        return new OrderDone(
                container.host(), container.id(), order.number(), GeneratedReports.after(order.operation()));
    }

    private boolean hasPending() {
        return state.containers().values().stream()
                        .anyMatch(container -> !container.pending().isEmpty())
                || state.images().values().stream()
                        .anyMatch(image -> image.creatingUntil().isPresent());
    }

    private DecisionContext context() {
        return new DecisionContext(now, hosts, GeneratedIntents.CATALOG, now, policy);
    }

    private void record(List<OwnerEvent> events) {
        OwnerState before = state;
        for (OwnerEvent event : events) {
            OwnerState after = OwnerFold.evolve(state, event, now);
            OwnerEffects.of(state, event, after).forEach(this::follow);
            OwnerState had = state;
            state = after;
            checkQuota(had, event);
            append(event);
            check(event);
        }
        store.owners().put(before, state);
        assertThat(store.owners().get(TestInstallation.ALICE))
                .as("the state read back")
                .isEqualTo(state);
        checkState();
    }

    private void append(OwnerEvent event) {
        long sequence = log.size() + 1L;
        Envelope envelope = Envelope.first("e", "test", AGGREGATE, now, Actor.ADMISSION, TRACE)
                .asEvent(sequence, null);
        log.add(new Message<>(envelope, event));
        store.putSequence(AGGREGATE, sequence);
        if (event.intent() != null) {
            store.putDecided(AGGREGATE, event.intent(), now);
        }
    }

    private void follow(Effect effect) {
        if (effect instanceof Effect.SendOrder(Order order)) {
            assertThat(hosts).extracting(HostSnapshot::name).contains(order.host());
            orders.add(order);
        }
    }

    private void check(OwnerEvent event) {
        if (event.intent() != null) {
            assertThat(asked).contains(event.intent());
            assertThat(ended).as("intents that ended before %s", event).doesNotContain(event.intent());
            if (event instanceof ContainerPlaced placed && placed.batch() != null) {
                remainingOutcomes.putIfAbsent(event.intent(), placed.batch());
            }
            if (event.endsIntent() && remainingOutcomes.merge(event.intent(), -1, Integer::sum) <= 0) {
                ended.add(event.intent());
            }
        }
        switch (event) {
            case ContainerPlaced placed -> checkNumber(placed.container(), placed.number());
            case OperationOrdered ordered -> checkNumber(ordered.container(), ordered.number());
            case CommitOrdered ordered -> checkNumber(ordered.container(), ordered.number());
            case ImageRemoved removed
            when removed.intent() != null ->
                assertThat(state.containers().values())
                        .as("containers of a removed image")
                        .noneMatch(container -> container
                                .spec()
                                .image()
                                .digest()
                                .equals(state.images().get(removed.image()).digest()));
            case ContainerRemoved removed -> removedContainers.add(removed.container());
            case OperationFailed failed
            when !state.containers().containsKey(failed.container()) -> removedContainers.add(failed.container());
            default -> {}
        }
    }

    private void checkNumber(ContainerId container, int number) {
        assertThat(removedContainers).as("removed containers").doesNotContain(container);
        assertThat(number)
                .as("number of the next order for %s", container)
                .isEqualTo(numbers.merge(container, 1, Integer::sum));
    }

    private void checkState() {
        List<ImageName> images = state.images().values().stream()
                .filter(image -> image.phase() == ImageState.Phase.READY)
                .map(ImageState::name)
                .toList();
        assertThat(images).as("names of images").doesNotHaveDuplicates();
        List<ContainerName> names = state.containers().values().stream()
                .map(container -> container.spec().name())
                .toList();
        assertThat(names).as("names of containers").doesNotHaveDuplicates();
        for (HostSnapshot host : hosts) {
            assertThat(store.places().on(host.name()))
                    .as("owners that are indexed for %s", host.name())
                    .isEqualTo(isOn(host.name()) ? List.of(TestInstallation.ALICE) : List.of());
        }
    }

    private boolean isOn(HostName host) {
        return state.containers().values().stream()
                        .anyMatch(container -> container.host().equals(host) && !container.hasNoHost())
                || state.images().values().stream()
                        .anyMatch(image -> image.host().equals(host))
                || state.account() != null
                        && (host.equals(state.account().homeHost())
                                || state.account().homes(host) > 0
                                || state.account().hosts() != null
                                        && state.account().hosts().containsKey(host)
                                || state.account().homesMoves().hosts().contains(host));
    }

    /** Checks that no event exceeds a limit. A container that its host started on its own is not counted. */
    private void checkQuota(OwnerState before, OwnerEvent event) {
        if (event.intent() == null || state.account() == null || before.account() == null) {
            return;
        }
        for (Resource resource : Resource.values()) {
            if (resource == Resource.RUNNING && event instanceof Outcome) {
                continue;
            }
            long had = used(before, resource);
            long has = used(state, resource);
            Limit limit = QuotaUsage.of(before, context()).allowance().limit(resource);
            assertThat(has > had && limit.isExceededBy(has))
                    .as("%s after %s: %d of %d, %d before", resource, event, has, limit.most(), had)
                    .isFalse();
        }
    }

    /** An image that another one replaced occupies space until its host has deleted it, but does not prevent the replacement. */
    private long used(OwnerState owner, Resource resource) {
        long replaced = owner.images().values().stream()
                .filter(image -> image.phase() == ImageState.Phase.REMOVED && !owner.isUsed(image))
                .mapToLong(ImageState::mebibytes)
                .sum();
        return QuotaUsage.of(owner, context()).used().amount(resource)
                - (resource == Resource.IMAGE_MIB ? replaced : 0);
    }

    /** Folds all events again, like a rebuild, and checks that the state is equal. */
    void checkRebuilt() {
        PartitionFold fold = new PartitionFold();
        log.forEach(fold::add);
        TreeMap<String, byte[]> rebuilt = new TreeMap<>(fold.entries());
        assertThat(rebuilt.keySet()).as("keys of the state").isSubsetOf(entries.keySet());
        Instant oldest = log.getLast().envelope().time().minus(PartitionFold.INTENTS_KEPT);
        assertThat(entries.keySet())
                .as("keys of the state, without ids that a rebuild forgets")
                .filteredOn(key -> !key.startsWith("intent/")
                        || Instant.parse(new String(entries.get(key), StandardCharsets.US_ASCII))
                                .isAfter(oldest))
                .isSubsetOf(rebuilt.keySet());
        assertThat(new AdmissionStateStore(KeyValueTable.of(rebuilt)).owners().get(TestInstallation.ALICE))
                .isEqualTo(state);
    }

    /** The events so far, one per line. */
    @Override
    public String toString() {
        return log.stream()
                .map(message -> message.envelope().sequence() + " " + message.payload())
                .collect(Collectors.joining("\n"));
    }
}
