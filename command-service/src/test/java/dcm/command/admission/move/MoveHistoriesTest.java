package dcm.command.admission.move;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerEffects;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.owner.ReportDecider;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.OwnerState;
import dcm.contract.codec.Json;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.Event;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.HomesIntent.CancelHomesMove;
import dcm.contract.intent.HomesIntent.MoveHomes;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.Observation;
import dcm.contract.transfer.HomesMove;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of an owner whose homes are moved to and fro, checked at every event. */
class MoveHistoriesTest {
    private static final List<HostName> HOSTS = List.of(TestInstallation.N1.name(), TestInstallation.N2.name());
    private static final DecisionContext CONTEXT = TestInstallation.context(TestInstallation.N1, TestInstallation.N2);

    private final Set<IntentId> ended = new HashSet<>();
    private final Deque<Effect.AppendIntent> followUps = new ArrayDeque<>();
    private OwnerState state = OwnerState.unknown(TestInstallation.ALICE);
    private int intents = 1000;
    private int moves;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void homesOfTheHomeHostAreNeverDeletedAndNoContainerDisappears(int seed) {
        Random random = new Random(seed);
        record(List.of(EventFixtures.OPENED));
        for (int step = 0; step < 2000; step++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> decide(TestInstallation.intent(intents++), intent(random));
                case 2 -> followUp();
                case 3, 4 -> report(random);
                default -> completeOrder(random);
            }
        }
        assertThat(moves).as("completed moves").isPositive();
    }

    private OwnerIntent intent(Random random) {
        Handle handle = new Handle(state.all().stream()
                .skip(random.nextInt(state.all().size() + 1))
                .findFirst()
                .map(container -> container.id().value())
                .orElse("nothing"));
        return switch (random.nextInt(14)) {
            case 0, 1 -> CreateContainer.of(TestInstallation.DEBIAN.name());
            case 2, 3 -> new StartContainer(handle);
            case 4 -> new StopContainer(handle);
            case 5 -> new RemoveContainer(handle, random.nextBoolean());
            case 6 -> new RecreateContainer(handle);
            case 7 -> new CancelHomesMove();
            case 8 -> new SuspendAccount(null, random.nextBoolean(), false);
            case 9 -> new ResumeAccount();
            default -> new MoveHomes(HOSTS.get(random.nextInt(2)));
        };
    }

    private void followUp() {
        Effect.AppendIntent next = followUps.poll();
        if (next != null) {
            decide(next.id(), (OwnerIntent) next.intent());
        }
    }

    private void decide(IntentId id, OwnerIntent intent) {
        List<OwnerEvent> events = OwnerDecider.decide(state, id, intent, CONTEXT);
        assertThat(events).as("the events for %s", intent).isNotEmpty();
        record(events);
    }

    private void report(Random random) {
        HostName host = HOSTS.get(random.nextInt(2));
        IntentId move = state.open().move().map(HomesMove::move).orElse(TestInstallation.intent(9));
        AccountReport report = switch (random.nextInt(9)) {
            case 0, 1, 2 -> new HomesArrived(host, move, 1 << 20, 10);
            case 3 -> new HomesArriving(host, move, random.nextInt(100), null);
            case 4 -> new HomesRefused(host, move, ErrorCode.HOST_FULL, "full");
            case 5 -> new HomesUnreadable(host, move, "a fault of the disk");
            default -> new StorageAbsent(host);
        };
        record(ReportDecider.react(state, report, CONTEXT));
    }

    private void completeOrder(Random random) {
        List<ContainerState> waiting = state.all().stream()
                .filter(container -> !container.pending().isEmpty())
                .toList();
        if (!waiting.isEmpty()) {
            ContainerState container = waiting.get(random.nextInt(waiting.size()));
            PendingOrder order = container.pending().getFirst();
            record(ReportDecider.react(
                    state,
                    new OrderDone(container.host(), container.id(), order.number(), after(order.operation())),
                    CONTEXT));
        }
    }

    private static Observation after(Operation operation) {
        return switch (operation) {
            case CREATE, RECREATE, START, RESTART, UNPAUSE -> TestInstallation.running(31_001);
            case STOP, COMMIT -> TestInstallation.stopped(0);
            case PAUSE -> TestInstallation.paused(31_001);
            case REMOVE -> Observation.ABSENT;
        };
    }

    private void record(List<OwnerEvent> decided) {
        List<OwnerEvent> events = new ArrayList<>(decided);
        while (!events.isEmpty()) {
            for (OwnerEvent event : events) {
                OwnerState before = state;
                state = OwnerFold.evolve(before, event, TestInstallation.NOW);
                OwnerEffects.of(before, event, state).forEach(effect -> check(effect, event));
                check(before, event);
            }
            events = new ArrayList<>(OwnerDecider.next(state, CONTEXT));
        }
        assertThat(readBack(state.open())).isEqualTo(state.open());
    }

    /** The account as the state store returns it. */
    private static Account readBack(Account account) {
        try {
            return Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(account), Account.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Effect effect, Event event) {
        if (effect instanceof Effect.AppendIntent follow) {
            followUps.add(follow);
        }
        if (effect instanceof Effect.PublishDesiredState(OwnerRemovalRequested removal)) {
            assertThat(removal.host())
                    .as("the host that deletes the homes after %s", event)
                    .isNotEqualTo(state.open().homeHost());
        }
    }

    private void check(OwnerState before, OwnerEvent event) {
        if (event.endsIntent() && event.intent() != null) {
            assertThat(ended.add(event.intent())).as("first end by %s", event).isTrue();
        }
        if (event instanceof HomesMoved moved && !moved.from().equals(moved.to())) {
            moves++;
            assertThat(before.open().homeHost()).isEqualTo(moved.from());
            assertThat(state.open().homeHost()).isEqualTo(moved.to());
            assertThat(state.all()).noneMatch(ContainerState::isAlive);
        }
        if (!(event instanceof ContainerRemoved)) {
            assertThat(state.containers().keySet())
                    .as("containers after %s", event)
                    .containsAll(before.containers().keySet());
        }
        if (state.open().move().isPresent()) {
            assertThat(state.open().homeHost())
                    .isEqualTo(state.open().move().orElseThrow().from());
        }
    }
}
