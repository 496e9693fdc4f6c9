package dcm.command.admission.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ImageAbsent;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Given events, when an intent or report, then events. */
public final class OwnerScenario {
    /** The intent of a scenario. */
    public static final IntentId INTENT = TestInstallation.intent(99);

    private final OwnerState state;
    private final DecisionContext context;

    private OwnerScenario(OwnerState state, DecisionContext context) {
        this.state = state;
        this.context = context;
    }

    public static OwnerScenario given(OwnerEvent... events) {
        return new OwnerScenario(
                fold(OwnerState.unknown(TestInstallation.ALICE), List.of(events)),
                TestInstallation.context(TestInstallation.N1, TestInstallation.N2));
    }

    public OwnerScenario hosts(HostSnapshot... hosts) {
        return in(new DecisionContext(
                context.now(), List.of(hosts), context.catalog(), context.silenceCountsFrom(), context.policy()));
    }

    public OwnerScenario presets(PresetSnapshot... presets) {
        return catalog(presets);
    }

    /** Sets the catalog; {@link TestInstallation}'s limits for all accounts apply unless overridden. */
    public OwnerScenario catalog(CatalogSnapshot... things) {
        Map<String, CatalogSnapshot> all = new HashMap<>();
        Stream.concat(Stream.of(TestInstallation.EVERYBODY), Stream.of(things))
                .forEach(thing -> all.put(thing.key(), thing));
        return in(new DecisionContext(
                context.now(),
                context.hosts(),
                Catalog.of(all.values()),
                context.silenceCountsFrom(),
                context.policy()));
    }

    public OwnerScenario now(Instant now) {
        return in(new DecisionContext(
                now, context.hosts(), context.catalog(), context.silenceCountsFrom(), context.policy()));
    }

    public OwnerScenario policy(AdmissionPolicy policy) {
        return in(new DecisionContext(
                context.now(), context.hosts(), context.catalog(), context.silenceCountsFrom(), policy));
    }

    public OwnerScenario silenceCountsFrom(Instant start) {
        return in(new DecisionContext(context.now(), context.hosts(), context.catalog(), start, context.policy()));
    }

    private OwnerScenario in(DecisionContext changed) {
        return new OwnerScenario(state, changed);
    }

    public Then when(OwnerIntent intent) {
        return new Then(OwnerDecider.decide(state, INTENT, intent, context));
    }

    /** When admission decides an intent that it appended itself. */
    public Then when(IntentId id, OwnerIntent intent) {
        return new Then(OwnerDecider.decide(state, id, intent, context));
    }

    public Then when(ContainerReport report) {
        return new Then(ReportDecider.react(state, report, context));
    }

    public Then when(ImageAbsent report) {
        return new Then(ReportDecider.react(state, report));
    }

    public Then whenOrderExpires(ContainerId container, int number) {
        return new Then(ReportDecider.expire(state, container, number));
    }

    public Then when(AccountReport report) {
        return new Then(ReportDecider.react(state, report, context));
    }

    public Then whenHostIsDrained(HostName host) {
        return new Then(HostDecommissioning.drained(state, host));
    }

    public Then whenHostIsRemoved(HostName host) {
        return new Then(HostDecommissioning.gone(state, host, context));
    }

    /** The events that follow from the state alone. */
    public Then whenNext() {
        return new Then(OwnerDecider.next(state, context));
    }

    public Then whenAccountExpires() {
        return new Then(OwnerDecider.expire(state));
    }

    private static OwnerState fold(OwnerState from, List<OwnerEvent> events) {
        OwnerState state = from;
        for (OwnerEvent event : events) {
            state = OwnerFold.evolve(state, event, TestInstallation.NOW);
        }
        return state;
    }

    /** The resulting events. */
    public final class Then {
        private final List<OwnerEvent> events;

        private Then(List<OwnerEvent> events) {
            this.events = events;
        }

        public void then(OwnerEvent... expected) {
            assertThat(events).containsExactly(expected);
        }

        public void thenNothing() {
            assertThat(events).isEmpty();
        }

        public IntentRejected thenRejected(ErrorCode code) {
            assertThat(events).singleElement().isInstanceOf(IntentRejected.class);
            IntentRejected rejected = (IntentRejected) events.getFirst();
            assertThat(rejected.code()).as(rejected.detail()).isEqualTo(code);
            assertThat(rejected.intent()).isEqualTo(INTENT);
            return rejected;
        }

        /** Compares events without the messages of failures, which are not part of the contract. */
        public void thenIgnoringMessages(OwnerEvent... expected) {
            assertThat(events.stream().map(Then::withoutSentence).toList()).containsExactly(expected);
        }

        public <T extends OwnerEvent> T thenOnly(Class<T> type) {
            assertThat(events).singleElement().isInstanceOf(type);
            return type.cast(events.getFirst());
        }

        /** The last event. */
        public <T extends OwnerEvent> T thenLast(Class<T> type) {
            assertThat(events).last().isInstanceOf(type);
            return type.cast(events.getLast());
        }

        public <T extends OwnerEvent> List<T> thenAll(Class<T> type) {
            assertThat(events).isNotEmpty().allMatch(type::isInstance);
            return events.stream().map(type::cast).toList();
        }

        /** The events of a type, of which there is at least one. */
        public <T extends OwnerEvent> List<T> thenSome(Class<T> type) {
            assertThat(events).hasAtLeastOneElementOfType(type);
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        /** The types of the events, in order. */
        public void thenKinds(Class<?>... kinds) {
            assertThat(events.stream().<Class<?>>map(Event::getClass).toList()).containsExactly(kinds);
        }

        public void thenHaveNoImages() {
            assertThat(after().images()).isEmpty();
        }

        /** The containers that count against the quota afterwards. */
        public void thenContainersAre(ContainerId... containers) {
            assertThat(after().containers()).containsOnlyKeys(containers);
        }

        /** The effects of the events. */
        public List<Effect> thenEffects() {
            List<Effect> effects = new ArrayList<>();
            OwnerState before = state;
            for (OwnerEvent event : events) {
                OwnerState after = OwnerFold.evolve(before, event, TestInstallation.NOW);
                effects.addAll(OwnerEffects.of(before, event, after));
                before = after;
            }
            return effects;
        }

        public OwnerState after() {
            return fold(state, events);
        }

        private static OwnerEvent withoutSentence(OwnerEvent event) {
            return switch (event) {
                case OperationFailed f ->
                    new OperationFailed(f.intent(), f.container(), f.operation(), f.number(), f.code(), "", f.after());
                case ContainerEvent.ContainerLost lost -> new ContainerEvent.ContainerLost(lost.container(), "");
                case ContainerEvent.ContainerStopped s ->
                    new ContainerEvent.ContainerStopped(
                            s.intent(), s.container(), s.number(), s.exitCode(), s.outOfMemory(), null);
                default -> event;
            };
        }
    }
}
