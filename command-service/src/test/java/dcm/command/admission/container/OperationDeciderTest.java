package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.CI;
import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.failed;
import static dcm.command.admission.owner.EventFixtures.operating;
import static dcm.command.admission.owner.EventFixtures.ordered;
import static dcm.command.admission.owner.EventFixtures.pausedWithoutOrder;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static dcm.command.admission.owner.EventFixtures.stoppedWithoutOrder;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerScenario;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.ContainerIntent.OpenTerminal;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationDeciderTest {
    private static final Handle HANDLE = new Handle("web");

    // ---- names ----

    @Test
    void renamedContainerIsFoundOnlyByItsNewName() {
        OwnerEvent renamed = new ContainerRenamed(INTENT, WEB, new ContainerName("front"));

        given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                .when(new RenameContainer(HANDLE, new ContainerName("front")))
                .then(renamed);
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001), renamed)
                .when(new StopContainer(new Handle("front")))
                .thenOnly(OperationOrdered.class);
        IntentRejected rejected = given(OPENED, placed(WEB, "web"), started(WEB, 31_001), renamed)
                .when(new StopContainer(HANDLE))
                .thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_CONTAINER);
    }

    @Test
    void renameGivesItsHostNothingToDo() {
        assertThat(given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                        .when(new RenameContainer(HANDLE, new ContainerName("front")))
                        .thenEffects())
                .isEmpty();
    }

    @Test
    void renameToATakenNameIsRejected() {
        IntentRejected rejected = given(OPENED, placed(WEB, "web"), placed(DB, "db"))
                .when(new RenameContainer(HANDLE, new ContainerName("db")))
                .thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.NAME_TAKEN);
    }

    @Test
    void renameToTheSameNameIsAccepted() {
        given(OPENED, placed(WEB, "web"))
                .when(new RenameContainer(HANDLE, new ContainerName("web")))
                .thenOnly(ContainerRenamed.class);
    }

    // ---- terminals ----

    @Test
    void terminalInARunningContainerIsRecordedWithItsUser() {
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                .when(new OpenTerminal(HANDLE, "root"))
                .then(new TerminalOpened(INTENT, WEB, "root"));
    }

    @Test
    void terminalInAStoppedContainerIsRejectedWithTheState() {
        OwnerEvent stop = new OperationOrdered(INTENT, WEB, StateOperation.STOP, 2, null);

        IntentRejected rejected = given(OPENED, placed(WEB, "web"), started(WEB, 31_001), stop)
                .when(new OpenTerminal(HANDLE, "root"))
                .thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(rejected.detail()).contains("a terminal needs a running container");
    }

    @Test
    void terminalInAnotherUsersContainerIsNotFound() {
        IntentRejected rejected =
                given(OPENED).when(new OpenTerminal(HANDLE, "root")).thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_CONTAINER);
    }

    // ---- handles ----

    @ParameterizedTest
    @ValueSource(strings = {"31001", "web", "aaaa000000000001"})
    void containerIsFoundByPortNameOrId(String handle) {
        OperationOrdered stop = given(
                        OPENED, placed(WEB, "web"), started(WEB, 31_001), placed(DB, "db"), started(DB, 31_002))
                .when(new StopContainer(new Handle(handle)))
                .thenOnly(OperationOrdered.class);

        assertThat(stop.container()).isEqualTo(WEB);
    }

    @Test
    void containerIsFoundByAUniqueIdPrefix() {
        OperationOrdered stop = given(OPENED, placed(WEB, "web"), placed(CI, "ci"))
                .when(new StopContainer(new Handle("bbbb")))
                .thenOnly(OperationOrdered.class);

        assertThat(stop.container()).isEqualTo(CI);
    }

    @Test
    void ambiguousIdPrefixIsRejectedWithTheContainers() {
        IntentRejected rejected = given(OPENED, placed(WEB, "web"), started(WEB, 31_001), placed(DB, "db"))
                .when(new StopContainer(new Handle("aaaa")))
                .thenRejected(ErrorCode.AMBIGUOUS_HANDLE);

        assertThat(rejected.detail()).contains("'aaaa'", "db, web (31001)");
    }

    @Test
    void nameTakesPrecedenceOverAnIdPrefix() {
        OperationOrdered stop = given(OPENED, placed(WEB, "web"), placed(CI, "aaaa"))
                .when(new StopContainer(new Handle("aaaa")))
                .thenOnly(OperationOrdered.class);

        assertThat(stop.container()).isEqualTo(CI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"31002", "wen", "aaa", "aaab"})
    void unknownHandleIsRejected(String handle) {
        IntentRejected rejected = given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                .when(new StopContainer(new Handle(handle)))
                .thenRejected(ErrorCode.UNKNOWN_CONTAINER);

        assertThat(rejected.detail()).contains("'" + handle + "'");
    }

    // ---- states ----

    @ParameterizedTest(name = "{1} of a container that is {0}: allowed {2}")
    @CsvSource({
        "RUNNING, START, false",
        "RUNNING, STOP, true",
        "RUNNING, RESTART, true",
        "RUNNING, PAUSE, true",
        "RUNNING, UNPAUSE, false",
        "RUNNING, REMOVE, false",
        "STOPPED, START, true",
        "STOPPED, STOP, false",
        "STOPPED, RESTART, true",
        "STOPPED, PAUSE, false",
        "STOPPED, UNPAUSE, false",
        "STOPPED, REMOVE, true",
        "PAUSED, START, false",
        "PAUSED, STOP, true",
        "PAUSED, RESTART, false",
        "PAUSED, PAUSE, false",
        "PAUSED, UNPAUSE, true",
        "PAUSED, REMOVE, false",
        "LOST, START, false",
        "LOST, STOP, false",
        "LOST, RESTART, false",
        "LOST, PAUSE, false",
        "LOST, UNPAUSE, false",
        "LOST, REMOVE, true",
        "REMOVED, START, false",
        "REMOVED, STOP, false",
        "REMOVED, RESTART, false",
        "REMOVED, PAUSE, false",
        "REMOVED, UNPAUSE, false",
        "REMOVED, REMOVE, false",
    })
    void containerStateDecidesWhetherAnOperationIsAccepted(String state, StateOperation operation, boolean allowed) {
        OwnerScenario scenario = given(OPENED, placed(WEB, "web"), started(WEB, 31_001), become(state));

        OwnerScenario.Then then = scenario.when(intent(operation));

        if (allowed) {
            then.then(new OperationOrdered(
                    INTENT,
                    WEB,
                    operation,
                    state.equals("REMOVED") ? 3 : 2,
                    operation == StateOperation.REMOVE ? null : TestInstallation.DEADLINE));
        } else {
            then.thenRejected(ErrorCode.WRONG_STATE);
        }
    }

    private static OwnerEvent become(String state) {
        return switch (state) {
            case "RUNNING" -> started(null, WEB, null, TestInstallation.running(31_001));
            case "STOPPED" -> stoppedWithoutOrder(WEB);
            case "PAUSED" -> pausedWithoutOrder(WEB);
            case "LOST" -> new ContainerLost(WEB, "gone");
            case "REMOVED" -> ordered(WEB, StateOperation.REMOVE, 2);
            default -> throw new IllegalArgumentException(state);
        };
    }

    private static ExistingContainerIntent intent(StateOperation operation) {
        return switch (operation) {
            case START -> new StartContainer(HANDLE);
            case STOP -> new StopContainer(HANDLE);
            case RESTART -> new RestartContainer(HANDLE);
            case PAUSE -> new PauseContainer(HANDLE);
            case UNPAUSE -> new UnpauseContainer(HANDLE);
            case REMOVE -> new RemoveContainer(HANDLE, false);
        };
    }

    @Test
    void rejectionNamesTheContainerItsStateAndTheAllowedOperations() {
        IntentRejected rejected = given(OPENED, placed(WEB, "web"), started(WEB, 31_001), pausedWithoutOrder(WEB))
                .when(new StartContainer(HANDLE))
                .thenRejected(ErrorCode.WRONG_STATE);

        assertThat(rejected.detail())
                .isEqualTo(
                        "The container 'web' (31001) is paused; it cannot be started. Only a stopped container can be"
                                + " started. Unpause a paused container.");
    }

    @Test
    void operationOnALostContainerIsRejectedAsLost() {
        IntentRejected rejected = given(
                        OPENED, placed(WEB, "web"), started(WEB, 31_001), new ContainerLost(WEB, "gone"))
                .when(new StartContainer(HANDLE))
                .thenRejected(ErrorCode.WRONG_STATE);

        assertThat(rejected.detail()).contains("is lost", "remove it");
    }

    @Test
    void containerBeingCreatedCanBeStopped() {
        given(OPENED, placed(WEB, "web"))
                .when(new StopContainer(HANDLE))
                .then(new OperationOrdered(INTENT, WEB, StateOperation.STOP, 2, TestInstallation.DEADLINE));
    }

    @Test
    void operationIsCheckedAgainstTheStateAfterPendingOrders() {
        OwnerScenario beingStopped =
                given(OPENED, placed(WEB, "web"), started(WEB, 31_001), ordered(WEB, StateOperation.STOP, 2));

        beingStopped.when(new StopContainer(HANDLE)).thenRejected(ErrorCode.WRONG_STATE);
        beingStopped
                .when(new StartContainer(HANDLE))
                .then(new OperationOrdered(INTENT, WEB, StateOperation.START, 3, TestInstallation.DEADLINE));
    }

    // ---- removal ----

    @Test
    void forcedRemovalOfARunningContainerHasNoDeadline() {
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                .when(new RemoveContainer(HANDLE, true))
                .then(new OperationOrdered(INTENT, WEB, StateOperation.REMOVE, 2, null));
    }

    @Test
    void failedRemovalCanBeRequestedAgain() {
        given(
                        OPENED,
                        placed(WEB, "web"),
                        started(WEB, 31_001),
                        ordered(WEB, StateOperation.REMOVE, 2),
                        failed(
                                operating(2),
                                WEB,
                                Operation.REMOVE,
                                2,
                                ErrorCode.ENGINE_FAILED,
                                ContainerStatus.RUNNING))
                .when(new RemoveContainer(HANDLE, false))
                .then(new OperationOrdered(INTENT, WEB, StateOperation.REMOVE, 3, null));
    }

    @Test
    void ordersAreNumberedPerContainer() {
        OwnerScenario scenario = given(
                OPENED,
                placed(WEB, "web"),
                placed(DB, "db"),
                ordered(WEB, StateOperation.STOP, 2),
                started(DB, 31_002));

        OperationOrdered stop =
                scenario.when(new StopContainer(new Handle("db"))).thenOnly(OperationOrdered.class);

        assertThat(stop.number()).isEqualTo(2);
    }
}
