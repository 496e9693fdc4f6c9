package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.creating;
import static dcm.command.admission.owner.EventFixtures.expired;
import static dcm.command.admission.owner.EventFixtures.failed;
import static dcm.command.admission.owner.EventFixtures.operating;
import static dcm.command.admission.owner.EventFixtures.ordered;
import static dcm.command.admission.owner.EventFixtures.pausedWithoutOrder;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static dcm.command.admission.owner.EventFixtures.stopped;
import static dcm.command.admission.owner.EventFixtures.stoppedWithoutOrder;
import static dcm.command.admission.owner.EventFixtures.undo;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainerReportDeciderTest {
    private static final Observation RUNNING = TestInstallation.running(31_001);

    /** An order succeeded. */
    @Nested
    class Done {
        @Test
        void completedCreateStartsTheContainer() {
            given(OPENED, placed(WEB, "web")).when(done(1, RUNNING)).then(started(creating(WEB), WEB, 1, RUNNING));
        }

        @Test
        void progressReportExtendsAnEarlierDeadline() {
            Instant early = TestInstallation.NOW.plusSeconds(1);
            OrderProgressed begins = new OrderProgressed(TestInstallation.N1.name(), WEB, 1, "begins");

            given(OPENED, placed(WEB, "web"))
                    .when(begins)
                    .then(new OperationProgressed(creating(WEB), WEB, 1, "begins", null));
            given(OPENED, placed(WEB, "web"), new OperationProgressed(creating(WEB), WEB, 1, "waits", early))
                    .when(begins)
                    .then(new OperationProgressed(creating(WEB), WEB, 1, "begins", TestInstallation.DEADLINE));
        }

        @Test
        void completedOperationGivesItsOutcome() {
            running(ordered(WEB, StateOperation.STOP, 2))
                    .when(done(2, TestInstallation.stopped(137)))
                    .then(stopped(operating(2), WEB, 2, 137));
            running(ordered(WEB, StateOperation.RESTART, 2))
                    .when(done(2, TestInstallation.running(31_005)))
                    .then(started(operating(2), WEB, 2, TestInstallation.running(31_005)));
            running(ordered(WEB, StateOperation.PAUSE, 2))
                    .when(done(2, TestInstallation.paused(31_001)))
                    .then(new ContainerPaused(operating(2), WEB, 2));
            running(pausedWithoutOrder(WEB), ordered(WEB, StateOperation.UNPAUSE, 2))
                    .when(done(2, RUNNING))
                    .then(new ContainerUnpaused(operating(2), WEB, 2));
            running(stoppedWithoutOrder(WEB), ordered(WEB, StateOperation.START, 2))
                    .when(done(2, RUNNING))
                    .then(started(operating(2), WEB, 2, RUNNING));
        }

        @Test
        void confirmedRemovalReleasesTheQuota() {
            OwnerScenario.Then then =
                    running(ordered(WEB, StateOperation.REMOVE, 2)).when(done(2, Observation.ABSENT));

            then.then(new ContainerRemoved(operating(2), WEB, 2));
            then.thenContainersAre();
        }

        @Test
        void confirmedRemovalFailsOtherPendingOperations() {
            running(ordered(WEB, StateOperation.STOP, 2), ordered(WEB, StateOperation.REMOVE, 3))
                    .when(done(3, Observation.ABSENT))
                    .thenIgnoringMessages(
                            failed(operating(2), WEB, Operation.STOP, 2, ErrorCode.WRONG_STATE, null),
                            new ContainerRemoved(operating(3), WEB, 3));
        }

        @Test
        void outcomeOfALaterOrderEndsEarlierOrdersWithoutADeadline() {
            OwnerScenario.Then then = running(
                            undo(WEB, StateOperation.STOP, 2), ordered(WEB, StateOperation.RESTART, 3))
                    .when(done(3, RUNNING));

            then.thenIgnoringMessages(
                    failed(null, WEB, Operation.STOP, 2, ErrorCode.INTERNAL, null),
                    started(operating(3), WEB, 3, RUNNING));
            assertThat(then.after().known(WEB).pending()).isEmpty();
        }

        @Test
        void operationWithAnUnexpectedContainerStateFails() {
            OwnerScenario.Then then =
                    running(ordered(WEB, StateOperation.RESTART, 2)).when(done(2, TestInstallation.stopped(3)));

            assertThat(then.thenOnly(OperationFailed.class).detail()).contains("stopped with exit code 3");
            then.thenIgnoringMessages(
                    failed(operating(2), WEB, Operation.RESTART, 2, ErrorCode.ENGINE_FAILED, ContainerStatus.STOPPED));
        }

        @Test
        void createReportedAsAbsentFailsTogetherWithLaterOrders() {
            OwnerScenario.Then then = given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.STOP, 2))
                    .when(done(1, Observation.ABSENT));

            then.thenIgnoringMessages(
                    failed(operating(2), WEB, Operation.STOP, 2, ErrorCode.WRONG_STATE, null),
                    failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, ContainerStatus.ABSENT));
            then.thenContainersAre();
        }

        @Test
        void repeatedReportGivesNoEvent() {
            given(OPENED, placed(WEB, "web"), started(WEB, 31_001))
                    .when(done(1, RUNNING))
                    .thenNothing();
            running(ordered(WEB, StateOperation.STOP, 2), stopped(operating(2), WEB, 2, 0))
                    .when(done(1, RUNNING))
                    .thenNothing();
        }

        @Test
        void repeatedReportDoesNotRevertALaterChange() {
            running(
                            ordered(WEB, StateOperation.PAUSE, 2),
                            new ContainerPaused(operating(2), WEB, 2),
                            new ContainerUnpaused(null, WEB, null))
                    .when(done(2, TestInstallation.paused(31_001)))
                    .thenNothing();
        }

        @Test
        void reportFromAnotherHostGivesNoEvent() {
            given(OPENED, placed(WEB, "web"))
                    .when(new OrderDone(TestInstallation.N2.name(), WEB, 1, RUNNING))
                    .thenNothing();
        }

        @Test
        void reportOfAnUnknownContainerGivesNoEvent() {
            given(OPENED).when(done(1, RUNNING)).thenNothing();
        }
    }

    /** An order failed. */
    @Nested
    class Failed {
        @Test
        void failureHasTheDetailFromDocker() {
            OwnerScenario.Then then = running(ordered(WEB, StateOperation.PAUSE, 2))
                    .when(failure(2, ErrorCode.ENGINE_FAILED, "cgroup freezer: broken", RUNNING));

            then.then(new OperationFailed(
                    operating(2),
                    WEB,
                    Operation.PAUSE,
                    2,
                    ErrorCode.ENGINE_FAILED,
                    "cgroup freezer: broken",
                    ContainerStatus.RUNNING));
        }

        @Test
        void failedOperationSetsTheDesiredStateToTheObservedState() {
            OwnerState after = running(ordered(WEB, StateOperation.STOP, 2))
                    .when(failure(2, ErrorCode.ENGINE_FAILED, "no", RUNNING))
                    .after();

            assertThat(after.known(WEB).wanted()).hasToString("RUNNING");
        }

        @Test
        void failedCreateReleasesTheQuota() {
            OwnerScenario.Then then =
                    given(OPENED, placed(WEB, "web"), placed(DB, "db")).when(createFailure(ErrorCode.ENGINE_FAILED));

            then.thenIgnoringMessages(
                    failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, ContainerStatus.ABSENT));
            then.thenContainersAre(DB);
        }

        @Test
        void failedCreateFailsLaterOrders() {
            given(
                            OPENED,
                            placed(WEB, "web"),
                            ordered(WEB, StateOperation.STOP, 2),
                            ordered(WEB, StateOperation.REMOVE, 3))
                    .when(createFailure(ErrorCode.ENGINE_FAILED))
                    .thenIgnoringMessages(
                            failed(operating(2), WEB, Operation.STOP, 2, ErrorCode.WRONG_STATE, null),
                            failed(operating(3), WEB, Operation.REMOVE, 3, ErrorCode.WRONG_STATE, null),
                            failed(
                                    creating(WEB),
                                    WEB,
                                    Operation.CREATE,
                                    1,
                                    ErrorCode.ENGINE_FAILED,
                                    ContainerStatus.ABSENT));
        }

        @Test
        void failedCreateWithALeftoverContainerIsUndoneAndKeepsItsQuota() {
            OwnerScenario.Then then = given(OPENED, placed(WEB, "web"))
                    .when(failure(1, ErrorCode.ENGINE_FAILED, "its sshd did not answer", TestInstallation.stopped(1)));

            then.thenIgnoringMessages(
                    failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, ContainerStatus.STOPPED),
                    undo(WEB, StateOperation.REMOVE, 2));
            then.thenContainersAre(WEB);
        }

        @Test
        void failedCreateWithoutAnObservationIsUndone() {
            given(OPENED, placed(WEB, "web"))
                    .when(failure(1, ErrorCode.ENGINE_FAILED, "the engine does not answer", null))
                    .thenIgnoringMessages(
                            failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, null),
                            undo(WEB, StateOperation.REMOVE, 2));
        }

        @Test
        void failedCreateWithAPendingRemovalIsNotUndone() {
            given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.REMOVE, 2))
                    .when(failure(1, ErrorCode.ENGINE_FAILED, "no", TestInstallation.stopped(1)))
                    .thenKinds(OperationFailed.class);
        }

        @Test
        void repeatedFailureGivesNoEvent() {
            running(
                            ordered(WEB, StateOperation.PAUSE, 2),
                            failed(
                                    operating(2),
                                    WEB,
                                    Operation.PAUSE,
                                    2,
                                    ErrorCode.ENGINE_FAILED,
                                    ContainerStatus.RUNNING))
                    .when(failure(2, ErrorCode.ENGINE_FAILED, "no", RUNNING))
                    .thenNothing();
        }
    }

    /** A host had no capacity. */
    @Nested
    class HostFull {
        private final PlacementRefused refused =
                new PlacementRefused(creating(WEB), WEB, TestInstallation.N1.name(), 1, ErrorCode.HOST_FULL, "detail");

        @Test
        void fullHostMovesTheContainerToTheNextHost() {
            given(OPENED, placed(WEB, "web"))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.HOST_FULL))
                    .then(refused, placed(WEB, "web", TestInstallation.DEFAULTS, TestInstallation.N2, 2));
        }

        @Test
        void takenPortsMoveTheContainerToTheNextHost() {
            given(OPENED, placed(WEB, "web"))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.PORTS_TAKEN))
                    .thenKinds(PlacementRefused.class, ContainerPlaced.class);
        }

        @Test
        void createFailsWhenTheLastHostIsFull() {
            OwnerScenario.Then then = given(
                            OPENED,
                            placed(WEB, "web"),
                            refused,
                            placed(WEB, "web", TestInstallation.DEFAULTS, TestInstallation.N2, 2))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(new OrderFailed(
                            TestInstallation.N2.name(),
                            WEB,
                            2,
                            ErrorCode.HOST_FULL,
                            "No SSH port is free.",
                            Observation.ABSENT));

            then.then(
                    new PlacementRefused(
                            creating(WEB),
                            WEB,
                            TestInstallation.N2.name(),
                            2,
                            ErrorCode.HOST_FULL,
                            "No SSH port is free."),
                    new OperationFailed(
                            creating(WEB),
                            WEB,
                            Operation.CREATE,
                            2,
                            ErrorCode.HOST_FULL,
                            "No host can run the container. n1: detail. n2: No SSH port is free.",
                            ContainerStatus.ABSENT,
                            List.of(
                                    new HostRefusal(TestInstallation.N1.name(), HostRefusal.Reason.REFUSED, "detail"),
                                    new HostRefusal(
                                            TestInstallation.N2.name(),
                                            HostRefusal.Reason.REFUSED,
                                            "No SSH port is free."))));
            then.thenContainersAre();
        }

        @Test
        void containerWithLocalHomesIsNotMovedToAnotherHost() {
            given(OPENED, placed(DB, "db"), started(DB, 31_002), placed(WEB, "web"))
                    .when(createFailure(ErrorCode.HOST_FULL))
                    .thenKinds(PlacementRefused.class, OperationFailed.class);
        }

        @Test
        void laterOrdersFailBeforeTheNextPlacement() {
            given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.STOP, 2))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.HOST_FULL))
                    .thenIgnoringMessages(
                            failed(operating(2), WEB, Operation.STOP, 2, ErrorCode.WRONG_STATE, null),
                            refused,
                            placed(WEB, "web", TestInstallation.DEFAULTS, TestInstallation.N2, 3));
        }

        @Test
        void containerWithAPendingRemovalIsNotMovedToAnotherHost() {
            OwnerScenario.Then then = given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.REMOVE, 2))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.HOST_FULL));

            then.thenKinds(OperationFailed.class, OperationFailed.class);
            then.thenContainersAre();
        }

        @Test
        void containerOfASuspendedAccountIsNotMovedToAnotherHost() {
            OwnerScenario.Then then = given(
                            OPENED,
                            placed(WEB, "web"),
                            new AccountSuspended(TestInstallation.intent(3), "", null),
                            undo(WEB, StateOperation.STOP, 2))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.HOST_FULL));

            then.thenKinds(OperationFailed.class, OperationFailed.class);
            then.thenContainersAre();
        }

        @Test
        void laterReportOfTheFullHostGivesNoEvent() {
            given(
                            OPENED,
                            placed(WEB, "web"),
                            refused,
                            placed(WEB, "web", TestInstallation.DEFAULTS, TestInstallation.N2, 2))
                    .policy(TestInstallation.SHARED_STORAGE)
                    .when(createFailure(ErrorCode.HOST_FULL))
                    .thenNothing();
        }
    }

    /** An order expired. */
    @Nested
    class Expired {
        @Test
        void expiredOperationFailsAndKeepsTheDesiredState() {
            OwnerScenario.Then then =
                    running(ordered(WEB, StateOperation.STOP, 2)).whenOrderExpires(WEB, 2);

            then.thenIgnoringMessages(expired(WEB, Operation.STOP, 2));
            assertThat(then.after().known(WEB).wanted()).hasToString("RUNNING");
        }

        @Test
        void expiredCreateIsUndoneAndKeepsItsQuota() {
            OwnerScenario.Then then = given(OPENED, placed(WEB, "web")).whenOrderExpires(WEB, 1);

            then.thenIgnoringMessages(
                    failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.DEADLINE_PASSED, null),
                    undo(WEB, StateOperation.REMOVE, 2));
            then.thenContainersAre(WEB);
        }

        @Test
        void expiredCreateWithAPendingRemovalIsNotUndone() {
            given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.REMOVE, 2))
                    .whenOrderExpires(WEB, 1)
                    .thenKinds(OperationFailed.class);
        }

        @Test
        void completedOrderDoesNotExpire() {
            running(ordered(WEB, StateOperation.STOP, 2), stopped(operating(2), WEB, 2, 0))
                    .whenOrderExpires(WEB, 2)
                    .thenNothing();
        }

        @Test
        void lateStartIsRecordedAndUndone() {
            running(stoppedWithoutOrder(WEB), ordered(WEB, StateOperation.START, 2), expired(WEB, Operation.START, 2))
                    .when(done(2, RUNNING))
                    .then(started(null, WEB, 2, RUNNING), undo(WEB, StateOperation.STOP, 3));
        }

        @Test
        void latePauseIsRecordedAndUndone() {
            running(ordered(WEB, StateOperation.PAUSE, 2), expired(WEB, Operation.PAUSE, 2))
                    .when(done(2, TestInstallation.paused(31_001)))
                    .then(new ContainerPaused(null, WEB, 2), undo(WEB, StateOperation.UNPAUSE, 3));
        }

        @Test
        void lateUnpauseIsRecordedAndUndone() {
            running(
                            pausedWithoutOrder(WEB),
                            ordered(WEB, StateOperation.UNPAUSE, 2),
                            expired(WEB, Operation.UNPAUSE, 2))
                    .when(done(2, RUNNING))
                    .then(new ContainerUnpaused(null, WEB, 2), undo(WEB, StateOperation.PAUSE, 3));
        }

        @Test
        void lateStopIsRecordedAndNotUndone() {
            running(ordered(WEB, StateOperation.STOP, 2), expired(WEB, Operation.STOP, 2))
                    .when(done(2, TestInstallation.stopped(0)))
                    .thenIgnoringMessages(stopped(null, WEB, 2, 0));
        }

        @Test
        void lateRemovalFailsOtherPendingOperations() {
            given(OPENED, placed(WEB, "web"), ordered(WEB, StateOperation.REMOVE, 2), expired(WEB, Operation.REMOVE, 2))
                    .when(done(2, Observation.ABSENT))
                    .thenIgnoringMessages(
                            failed(creating(WEB), WEB, Operation.CREATE, 1, ErrorCode.WRONG_STATE, null),
                            new ContainerRemoved(null, WEB, 2));
        }

        @Test
        void lateSuccessIsUndoneOnce() {
            running(
                            stoppedWithoutOrder(WEB),
                            ordered(WEB, StateOperation.START, 2),
                            expired(WEB, Operation.START, 2),
                            started(null, WEB, 2, RUNNING),
                            undo(WEB, StateOperation.STOP, 3))
                    .when(done(2, RUNNING))
                    .thenNothing();
        }

        @Test
        void lateSuccessOfASupersededOrderGivesNoEvent() {
            running(
                            stoppedWithoutOrder(WEB),
                            ordered(WEB, StateOperation.START, 2),
                            expired(WEB, Operation.START, 2),
                            ordered(WEB, StateOperation.START, 3))
                    .when(done(2, RUNNING))
                    .thenNothing();
        }

        @Test
        void onlyTheNewestExpiredOrderIsRemembered() {
            OwnerScenario.Then then = running(
                            ordered(WEB, StateOperation.STOP, 2),
                            expired(WEB, Operation.STOP, 2),
                            ordered(WEB, StateOperation.STOP, 3))
                    .whenOrderExpires(WEB, 3);

            assertThat(then.after().known(WEB).expired()).containsExactly(3);
        }
    }

    /** A container changed without an order. */
    @Nested
    class Observed {
        @Test
        void exitedContainerIsStoppedWithAReason() {
            ContainerStopped stopped =
                    running().when(observed(1, TestInstallation.stopped(137))).thenOnly(ContainerStopped.class);

            assertThat(stopped.intent()).isNull();
            assertThat(stopped.exitCode()).isEqualTo(137);
            assertThat(stopped.reason()).contains("exit code 137", "No stop was requested");
        }

        @Test
        void observedChangeIsRecorded() {
            running(stoppedWithoutOrder(WEB)).when(observed(1, RUNNING)).then(started(null, WEB, null, RUNNING));
            running()
                    .when(observed(1, TestInstallation.running(31_009)))
                    .then(started(null, WEB, null, TestInstallation.running(31_009)));
            running().when(observed(1, TestInstallation.paused(31_001))).then(new ContainerPaused(null, WEB, null));
            running(pausedWithoutOrder(WEB)).when(observed(1, RUNNING)).then(new ContainerUnpaused(null, WEB, null));
        }

        /** As after a restart of the host, during which nothing could be reported. */
        @Test
        void containerThatTheHostHasStartedAgainIsRecorded() {
            Observation later = new Observation(
                    ContainerStatus.RUNNING,
                    RUNNING.ssh(),
                    List.of(),
                    RUNNING.hostKey(),
                    RUNNING.startedAt().plusSeconds(60),
                    null,
                    false);

            running().when(observed(1, later)).then(started(null, WEB, null, later));
            running(started(null, WEB, null, later)).when(observed(1, later)).thenNothing();
        }

        @Test
        void observationOfTheKnownStateGivesNoEvent() {
            running().when(observed(1, RUNNING)).thenNothing();
            running(stoppedWithoutOrder(WEB))
                    .when(observed(1, TestInstallation.stopped(0)))
                    .thenNothing();
            running(pausedWithoutOrder(WEB))
                    .when(observed(1, TestInstallation.paused(31_001)))
                    .thenNothing();
            running(new ContainerLost(WEB, "gone"))
                    .when(observed(1, Observation.ABSENT))
                    .thenNothing();
        }

        @Test
        void observationBeforeTheNewestOrderIsIgnored() {
            running(ordered(WEB, StateOperation.STOP, 2), stopped(operating(2), WEB, 2, 0))
                    .when(observed(1, RUNNING))
                    .thenNothing();
        }

        @Test
        void observationDuringAPendingOrderIsIgnored() {
            running(ordered(WEB, StateOperation.STOP, 2))
                    .when(observed(2, TestInstallation.stopped(0)))
                    .thenNothing();
        }

        @Test
        void absentContainerWithoutARemovalIsLostAndKeepsItsQuota() {
            OwnerScenario.Then then = running().when(observed(1, Observation.ABSENT));

            then.thenIgnoringMessages(new ContainerLost(WEB, ""));
            then.thenContainersAre(WEB);
        }

        @Test
        void absenceAfterAFailedRemovalConfirmsTheRemoval() {
            OwnerScenario.Then then = running(
                            ordered(WEB, StateOperation.REMOVE, 2),
                            failed(
                                    operating(2),
                                    WEB,
                                    Operation.REMOVE,
                                    2,
                                    ErrorCode.ENGINE_FAILED,
                                    ContainerStatus.RUNNING))
                    .when(observed(2, Observation.ABSENT));

            then.then(new ContainerRemoved(null, WEB, null));
            then.thenContainersAre();
        }
    }

    /** Alice has a running container, followed by these events. */
    private static OwnerScenario running(OwnerEvent... then) {
        OwnerEvent[] events = new OwnerEvent[3 + then.length];
        events[0] = OPENED;
        events[1] = placed(WEB, "web");
        events[2] = started(WEB, 31_001);
        System.arraycopy(then, 0, events, 3, then.length);
        return given(events);
    }

    private static OrderDone done(int number, Observation seen) {
        return new OrderDone(TestInstallation.N1.name(), WEB, number, seen);
    }

    private static OrderFailed failure(int number, ErrorCode code, String detail, @Nullable Observation seen) {
        return new OrderFailed(TestInstallation.N1.name(), WEB, number, code, detail, seen);
    }

    private static OrderFailed createFailure(ErrorCode code) {
        return failure(1, code, "detail", Observation.ABSENT);
    }

    private static ContainerObserved observed(int number, Observation seen) {
        return new ContainerObserved(TestInstallation.N1.name(), WEB, number, seen);
    }
}
