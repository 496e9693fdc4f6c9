package dcm.command.admission.move;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReadFailed;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HomesIntent.CancelHomesMove;
import dcm.contract.intent.HomesIntent.MoveHomes;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.HomeStorage;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.transfer.HomesMove.Step;
import dcm.contract.transfer.TransferItem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HomesMoveDeciderTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final MoveHomes TO_N2 = new MoveHomes(N2);
    private static final IntentId MOVE = TestInstallation.intent(70);

    /** {@code web} runs and {@code db} is stopped; the homes are on n1. */
    private static final List<OwnerEvent> AT_HOME = List.of(
            OPENED,
            EventFixtures.placed(WEB, "web"),
            EventFixtures.started(WEB, 31_001),
            EventFixtures.placed(DB, "db"),
            EventFixtures.started(DB, 31_002),
            EventFixtures.stoppedWithoutOrder(DB),
            new HomesMeasured(N1, 300, false));

    private static final HomesMoveBegun BEGUN =
            new HomesMoveBegun(MOVE, N1, new HostPartition(N2, 2), List.of(WEB), 300);
    private static final HomesMoveBegun BACK =
            new HomesMoveBegun(TestInstallation.intent(71), N2, new HostPartition(N1, 1), List.of(), 300);
    private static final OperationOrdered STOP = EventFixtures.undo(WEB, StateOperation.STOP, 2);
    private static final HomesCopyBegun COPYING = new HomesCopyBegun(MOVE);
    private static final AccountSuspended SUSPENDED =
            new AccountSuspended(TestInstallation.intent(3), "talk to us", null);

    // ---- what forbids a move ----

    @Test
    void moveOfSharedHomesIsRejected() {
        atHome().policy(TestInstallation.SHARED_STORAGE).when(TO_N2).thenRejected(ErrorCode.HOMES_SHARED);
    }

    @Test
    void moveWithoutHomesIsRejected() {
        given(OPENED).when(TO_N2).thenRejected(ErrorCode.WRONG_STATE);
    }

    @Test
    void moveToTheHomeHostSucceedsWithoutAnyChange() {
        OwnerScenario.Then moved = atHome().when(new MoveHomes(N1));

        moved.then(new HomesMoved(INTENT, N1, N1, List.of(), List.of()));
        assertThat(moved.after().open().homeHost()).isEqualTo(N1);
        assertThat(moved.thenEffects()).isEmpty();
    }

    @Test
    void moveToAnUnknownHostIsRejected() {
        atHome().when(new MoveHomes(new HostName("n9"))).thenRejected(ErrorCode.UNKNOWN_HOST);
    }

    @Test
    void moveToACordonedHostIsRejectedWithTheReason() {
        HostSnapshot cordoned = TestInstallation.N2.with(new Cordon("new disks", TestInstallation.NOW, null));

        assertThat(atHome().hosts(TestInstallation.N1, cordoned)
                        .when(TO_N2)
                        .thenRejected(ErrorCode.NO_HOST)
                        .detail())
                .contains("n2", "new disks");
    }

    @Test
    void moveFromACordonedHostBegins() {
        HostSnapshot cordoned = TestInstallation.N1.with(new Cordon("new disks", TestInstallation.NOW, null));

        atHome().hosts(cordoned, TestInstallation.N2)
                .when(TO_N2)
                .thenKinds(HomesMoveBegun.class, OperationOrdered.class);
    }

    @Test
    void moveFromOrToASilentHostIsRejected() {
        HostSnapshot old = TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(60));
        HostSnapshot other = TestInstallation.seen(TestInstallation.N2, TestInstallation.NOW.minusSeconds(60));

        assertThat(atHome().hosts(old, TestInstallation.N2)
                        .when(TO_N2)
                        .thenRejected(ErrorCode.HOST_UNREACHABLE)
                        .detail())
                .contains("n1");
        assertThat(atHome().hosts(TestInstallation.N1, other)
                        .when(TO_N2)
                        .thenRejected(ErrorCode.HOST_UNREACHABLE)
                        .detail())
                .contains("n2");
    }

    @Test
    void moveBetweenHostsWithDifferentRangesOfUidsIsRejected() {
        assertThat(atHome().hosts(remapped(TestInstallation.N1, 100_000), remapped(TestInstallation.N2, 200_000))
                        .when(TO_N2)
                        .thenRejected(ErrorCode.WRONG_STATE)
                        .detail())
                .contains("100000", "200000");
        atHome().hosts(remapped(TestInstallation.N1, 100_000), remapped(TestInstallation.N2, 100_000))
                .when(TO_N2)
                .thenKinds(HomesMoveBegun.class, OperationOrdered.class);
    }

    @Test
    void moveToAHostWithoutTheImagesNamesTheContainers() {
        HostSnapshot other = TestInstallation.host("n2", 2, TestInstallation.image("alpine:3"));

        assertThat(atHome().hosts(TestInstallation.N1, other)
                        .when(TO_N2)
                        .thenRejected(ErrorCode.IMAGE_MISSING)
                        .detail())
                .contains("'db' (debian-ssh:13), 'web' (debian-ssh:13)");
    }

    @Test
    void moveDuringATransferIsRejected() {
        TransferItem item = new TransferItem(new ImageName("solver:1"), N1, 10L, null);
        with(new HandOverBegun(MOVE, new OwnerName("bob"), item, new ImageId("0123456789abcdef"), null, false))
                .when(TO_N2)
                .thenRejected(ErrorCode.BEING_HANDED_OVER);
    }

    @Test
    void moveBackIsRejectedUntilTheOldHostHasDeletedTheHomes() {
        assertThat(moved().when(new MoveHomes(N1))
                        .thenRejected(ErrorCode.WRONG_STATE)
                        .detail())
                .contains("n1 still has to delete");
    }

    @Test
    void wholeAccountIsNotTransferredUntilTheOldHostHasDeletedTheHomes() {
        assertThat(moved().when(new HandOverAccount(new OwnerName("bob")))
                        .thenRejected(ErrorCode.WRONG_STATE)
                        .detail())
                .contains("n1 still has to delete");
    }

    static Stream<OwnerIntent> forbiddenDuringAMove() {
        return Stream.of(
                new MoveHomes(N1),
                new MoveHomes(new HostName("n3")),
                CreateContainer.of(TestInstallation.DEBIAN.name()),
                new StartContainer(new Handle("db")),
                new CommitContainer(new Handle("db"), new ImageName("mine:1"), null, false, false),
                new RecreateContainer(new Handle("db")),
                new HandOverAccount(new OwnerName("bob")),
                new RemoveAccount(true, null));
    }

    @ParameterizedTest
    @MethodSource("forbiddenDuringAMove")
    void otherIntentsAreRejectedDuringAMove(OwnerIntent intent) {
        assertThat(with(BEGUN, STOP, stopped(), COPYING)
                        .when(intent)
                        .thenRejected(ErrorCode.HOMES_MOVING)
                        .detail())
                .contains("from n1 to n2", "since 2030-01-01T12:00:00Z");
    }

    @Test
    void moveThatIsRequestedAgainChangesNothing() {
        OwnerScenario.Then again = with(BEGUN, STOP, stopped(), COPYING).when(TO_N2);

        again.then(new HomesMoveRequestedAgain(INTENT, MOVE));
        assertThat(again.thenEffects()).isEmpty();
        assertThat(again.after().open().move().orElseThrow().move()).isEqualTo(MOVE);
    }

    @Test
    void moveOfHomesAboveTheQuotaIsRejectedWithBothNumbers() {
        assertThat(with(new QuotaSet(TestInstallation.intent(3), new Quota(Map.of(Resource.HOME_MIB, 299L))))
                        .when(TO_N2)
                        .thenRejected(ErrorCode.QUOTA_EXCEEDED)
                        .detail())
                .contains("300 MiB", "299 MiB");
        with(new QuotaSet(TestInstallation.intent(3), new Quota(Map.of(Resource.HOME_MIB, 300L))))
                .when(TO_N2)
                .thenKinds(HomesMoveBegun.class, OperationOrdered.class);
    }

    @Test
    void containerCanBeRemovedDuringAMove() {
        with(BEGUN, STOP, stopped(), COPYING)
                .when(new RemoveContainer(new Handle("db"), false))
                .thenOnly(OperationOrdered.class);
    }

    // ---- a move ----

    @Test
    void moveBeginsWithTheStopOfRunningContainers() {
        OwnerScenario.Then begun = atHome().when(TO_N2);

        begun.then(new HomesMoveBegun(INTENT, N1, new HostPartition(N2, 2), List.of(WEB), 300), STOP);
        assertThat(begun.after().open().move().orElseThrow().step()).isEqualTo(Step.STOPPING);
        assertThat(begun.thenEffects())
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                Effect.PublishAccount.class,
                                published -> assertThat(published.snapshot().homesMove())
                                        .isNotNull()));
    }

    @Test
    void copyBeginsWhenAllContainersAreStopped() {
        with(BEGUN, STOP).whenNext().thenNothing();
        with(BEGUN, STOP, stopped()).whenNext().then(COPYING);
    }

    @Test
    void containerThatCannotBeStoppedEndsTheMove() {
        OwnerScenario failed =
                with(BEGUN, STOP, EventFixtures.failed(null, WEB, Operation.STOP, 2, ErrorCode.ENGINE_FAILED, null));

        assertThat(failed.whenNext().thenOnly(HomesMoveFailed.class).detail()).contains("'web' runs");
    }

    @Test
    void progressOfTheCopyIsRecordedFromTheNewHostOnly() {
        OwnerScenario copying = with(BEGUN, STOP, stopped(), COPYING);

        OwnerScenario.Then progressed = copying.when(new HomesArriving(N2, MOVE, 100, null));
        progressed.then(new HomesCopyProgressed(MOVE, 100, null));
        assertThat(progressed.after().open().move().orElseThrow().copiedMiB()).isEqualTo(100);
        copying.when(new HomesArriving(N1, MOVE, 100, null)).thenNothing();
        copying.when(new HomesArriving(N2, INTENT, 100, null)).thenNothing();
        with(BEGUN, STOP, stopped())
                .when(new HomesArriving(N2, MOVE, 100, null))
                .thenNothing();
    }

    @Test
    void newHostThatHasTheHomesBecomesTheHomeHostAndContainersFollow() {
        OwnerScenario copying = with(BEGUN, STOP, stopped(), COPYING);
        HomesReceived received = new HomesReceived(MOVE, 5_000_000, 42);
        copying.when(new HomesArrived(N2, MOVE, 5_000_000, 42)).then(received);
        copying.when(new HomesArrived(N1, MOVE, 5_000_000, 42)).thenNothing();

        OwnerScenario.Then moved =
                with(BEGUN, STOP, stopped(), COPYING, received).whenNext();

        moved.thenKinds(ContainerLost.class, ContainerLost.class, HomesMoved.class);
        assertThat(moved.thenLast(HomesMoved.class))
                .isEqualTo(new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of(WEB)));
        OwnerState after = moved.after();
        assertThat(after.open().homeHost()).isEqualTo(N2);
        assertThat(after.open().move()).isEmpty();
        assertThat(after.open().homes(N1)).isZero();
        assertThat(after.open().homes(N2)).isEqualTo(300);
        assertThat(after.known(WEB).hasNoHost()).isTrue();
    }

    @Test
    void oldHostDeletesHomesAndContainersAfterTheMoveOnly() {
        List<Effect> effects = with(BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .whenNext()
                .thenEffects();

        assertThat(effects)
                .filteredOn(effect -> effect instanceof Effect.PublishDesiredState)
                .extracting(effect -> ((Effect.PublishDesiredState) effect).wanted())
                .satisfiesExactly(
                        web -> assertThat(web)
                                .isInstanceOfSatisfying(DesiredContainer.class, HomesMoveDeciderTest::isRemovedOnN1),
                        db -> assertThat(db)
                                .isInstanceOfSatisfying(DesiredContainer.class, HomesMoveDeciderTest::isRemovedOnN1),
                        homes -> assertThat(homes).isEqualTo(new OwnerRemovalRequested(TestInstallation.ALICE, N1)));
        assertThat(with(BEGUN, STOP, stopped()).whenNext().thenEffects())
                .filteredOn(effect -> effect instanceof Effect.PublishDesiredState)
                .extracting(effect -> ((Effect.PublishDesiredState) effect).wanted())
                .allSatisfy(account -> assertThat(account).isInstanceOf(DesiredAccount.class));
    }

    private static void isRemovedOnN1(DesiredContainer container) {
        assertThat(container.host()).isEqualTo(N1);
        assertThat(container.state()).isEqualTo(DesiredStatus.REMOVED);
        assertThat(container.finished()).isEqualTo(container.ordered());
    }

    @Test
    void containersAreRecreatedAndThoseThatWereStoppedAreStoppedAgain() {
        List<Effect> effects = with(BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .whenNext()
                .thenEffects();

        AggregateId alice = AggregateId.of(TestInstallation.ALICE);
        assertThat(effects)
                .filteredOn(effect -> effect instanceof Effect.AppendIntent)
                .containsExactly(
                        new Effect.AppendIntent(
                                alice,
                                MOVE.following("recreate " + WEB),
                                new RecreateContainer(new Handle(WEB.value()))),
                        new Effect.AppendIntent(
                                alice, MOVE.following("recreate " + DB), new RecreateContainer(new Handle(DB.value()))),
                        new Effect.AppendIntent(
                                alice, MOVE.following("stop " + DB), new StopContainer(new Handle(DB.value()))));
        ContainerPlaced placed =
                moved().when(new RecreateContainer(new Handle("web"))).thenOnly(ContainerPlaced.class);
        assertThat(placed.host()).isEqualTo(N2);
        assertThat(placed.recreation()).isNotNull();
        assertThat(placed.recreation().emptyHomes()).isFalse();
    }

    @Test
    void containerIsStoppedAgainHoweverLongItsCreationTakes() {
        OwnerScenario recreating =
                movedAnd(EventFixtures.placed(DB, "db", TestInstallation.DEFAULTS, TestInstallation.N2, 2));

        assertThat(recreating
                        .when(MOVE.following("stop " + DB), new StopContainer(new Handle(DB.value())))
                        .thenOnly(OperationOrdered.class)
                        .deadline())
                .isNull();
        assertThat(recreating
                        .when(new StopContainer(new Handle(DB.value())))
                        .thenOnly(OperationOrdered.class)
                        .deadline())
                .isEqualTo(TestInstallation.DEADLINE);
    }

    @Test
    void containerThatIsNotCreatedInTimeIsLostAndNeedsNoStop() {
        ContainerPlaced recreated = moved().when(
                        MOVE.following("recreate " + DB), new RecreateContainer(new Handle(DB.value())))
                .thenOnly(ContainerPlaced.class);
        OwnerScenario.Then expired = movedAnd(recreated, EventFixtures.undo(DB, StateOperation.STOP, 3))
                .whenOrderExpires(DB, 2);

        expired.thenKinds(OperationFailed.class, OperationFailed.class);
        assertThat(expired.after().known(DB).isLost()).isTrue();
        assertThat(expired.after().known(DB).pending()).isEmpty();
    }

    @Test
    void oldHostThatHasDeletedEverythingIsForgotten() {
        OwnerScenario.Then left = moved().when(new StorageAbsent(N1));

        left.then(new FormerHomesRemoved(N1));
        assertThat(left.thenEffects())
                .filteredOn(effect -> effect instanceof Effect.DeleteDesiredState)
                .containsExactly(
                        new Effect.DeleteDesiredState(N1, DesiredAccount.key(TestInstallation.ALICE)),
                        new Effect.DeleteDesiredState(N1, WEB.value()),
                        new Effect.DeleteDesiredState(N1, DB.value()),
                        new Effect.DeleteDesiredState(N1, OwnerRemovalRequested.key(TestInstallation.ALICE, N1)));
        assertThat(left.after().open().hosts()).containsOnlyKeys(N2);
        assertThat(left.after().open().homesMoves().hosts()).isEmpty();
        moved().when(new StorageAbsent(N2)).thenNothing();
    }

    @Test
    void sizeOfHomesThatTheOldHostMustDeleteDoesNotCount() {
        moved().when(new HomeSizeReported(N1, 299, false)).thenNothing();
        moved().when(new HomeSizeReported(N2, 299, false)).then(new HomesMeasured(N2, 299, false));
    }

    // ---- a move that ends otherwise ----

    @Test
    void cancelledMoveStartsTheContainersAgainOnTheOldHost() {
        OwnerScenario.Then cancelled = with(BEGUN, STOP, stopped(), COPYING).when(new CancelHomesMove());

        cancelled.then(
                new HomesMoveCancelled(INTENT, MOVE),
                new HomesMoveFailed(
                        MOVE, N2, ErrorCode.MOVE_CANCELLED, "An administrator cancelled the move.", Map.of()),
                EventFixtures.undo(WEB, StateOperation.START, 3));
        assertThat(cancelled.thenEffects())
                .contains(new Effect.PublishDesiredState(new UndoneMoveCleanup(TestInstallation.ALICE, N2, MOVE)))
                .noneMatch(effect -> effect instanceof Effect.PublishDesiredState(OwnerRemovalRequested all));
        assertThat(cancelled.after().open().homeHost()).isEqualTo(N1);
        assertThat(cancelled.after().open().move()).isEmpty();
        assertThat(cancelled.after().known(WEB).wanted()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(cancelled.after().known(DB).wanted()).isEqualTo(DesiredStatus.STOPPED);
    }

    @Test
    void cancellationWithoutAMoveOrAfterTheCopyIsRejected() {
        atHome().when(new CancelHomesMove()).thenRejected(ErrorCode.WRONG_STATE);
        with(BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .when(new CancelHomesMove())
                .thenRejected(ErrorCode.WRONG_STATE);
    }

    @Test
    void hostThatRefusesTheHomesEndsTheMove() {
        HomesRefused refused = new HomesRefused(N2, MOVE, ErrorCode.HOST_FULL, "No space left on device");

        with(BEGUN, STOP, stopped(), COPYING)
                .when(refused)
                .then(
                        new HomesMoveFailed(MOVE, N2, ErrorCode.HOST_FULL, "No space left on device", Map.of()),
                        EventFixtures.undo(WEB, StateOperation.START, 3));
        atHome().when(refused).thenNothing();
    }

    @Test
    void oldHostThatCannotReadTheHomesIsAskedAgainForAMinute() {
        HomesUnreadable unreadable = new HomesUnreadable(N1, MOVE, "tar: root: Input/output error");
        HomesReadFailed failure = new HomesReadFailed(
                MOVE, "The host n1 cannot read the home directories: tar: root: Input/output error.");
        OwnerScenario copying = with(BEGUN, STOP, stopped(), COPYING);

        OwnerScenario.Then first = copying.when(unreadable);
        first.then(failure);
        assertThat(first.after().open().move().orElseThrow().problem()).isEqualTo(failure.problem());
        with(BEGUN, STOP, stopped(), COPYING, failure, failure, failure)
                .when(unreadable)
                .then(failure);
        copying.when(new HomesUnreadable(N2, MOVE, "nothing")).thenNothing();
        copying.when(new HomesUnreadable(N1, INTENT, "nothing")).thenNothing();
    }

    @Test
    void oldHostThatNeverReadsTheHomesEndsTheMove() {
        HomesUnreadable unreadable = new HomesUnreadable(N1, MOVE, "tar: root: Input/output error");
        HomesReadFailed failure = new HomesReadFailed(MOVE, "");

        List<HomesMoveFailed> ended = with(BEGUN, STOP, stopped(), COPYING, failure, failure)
                .now(TestInstallation.NOW.plusSeconds(60))
                .hosts(
                        TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.plusSeconds(60)),
                        TestInstallation.seen(TestInstallation.N2, TestInstallation.NOW.plusSeconds(60)))
                .when(unreadable)
                .thenSome(HomesMoveFailed.class);

        assertThat(ended).singleElement().extracting(HomesMoveFailed::code).isEqualTo(ErrorCode.MOVE_FAILED);
        assertThat(ended.getFirst().detail())
                .contains("n1 cannot read the home directories: tar: root: Input/output error.")
                .contains("are still on n1. Correct the fault on that host, then move them again.");
    }

    @Test
    void oldHostThatReadsFurtherThanBeforeIsAskedAgain() {
        HomesReadFailed failure = new HomesReadFailed(MOVE, "");

        with(BEGUN, STOP, stopped(), COPYING, failure, failure, new HomesCopyProgressed(MOVE, 100, null))
                .now(TestInstallation.NOW.plusSeconds(60))
                .hosts(
                        TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.plusSeconds(60)),
                        TestInstallation.seen(TestInstallation.N2, TestInstallation.NOW.plusSeconds(60)))
                .when(new HomesUnreadable(N1, MOVE, "tar: root: Input/output error"))
                .thenOnly(HomesReadFailed.class);
    }

    @Test
    void reasonOfTheOldHostIsNotReplacedByTheEarlyEndOnTheNewOne() {
        OwnerState after = with(
                        BEGUN,
                        STOP,
                        stopped(),
                        COPYING,
                        new HomesReadFailed(MOVE, "a fault of the disk"),
                        new HomesCopyProgressed(MOVE, 10, "the archive ended early"))
                .whenNext()
                .after();

        assertThat(after.open().move().orElseThrow().problem()).isEqualTo("a fault of the disk");
    }

    @Test
    void containerThatRunsDuringTheCopyEndsTheMove() {
        with(BEGUN, STOP, stopped(), COPYING, EventFixtures.started(null, DB, null, TestInstallation.running(31_002)))
                .whenNext()
                .thenKinds(HomesMoveFailed.class, OperationOrdered.class);
    }

    @Test
    void removalOfAHostEndsTheMove() {
        with(BEGUN, STOP, stopped(), COPYING)
                .hosts(TestInstallation.N1, TestInstallation.N2.remove(TestInstallation.NOW))
                .whenNext()
                .then(
                        new HomesMoveFailed(
                                MOVE, N2, ErrorCode.MOVE_FAILED, "The host n2 was removed during the move.", Map.of()),
                        EventFixtures.undo(WEB, StateOperation.START, 3),
                        new FormerHomesRemoved(N2));
    }

    @Test
    void removedNewHostIsNotExpectedToDeleteAnything() {
        OwnerState after = with(BEGUN, STOP, stopped(), COPYING)
                .hosts(TestInstallation.N1, TestInstallation.N2.remove(TestInstallation.NOW))
                .whenNext()
                .after();

        assertThat(after.open().homesMoves().hosts()).isEmpty();
        assertThat(after.open().hosts()).containsOnlyKeys(N1);
    }

    @Test
    void removalOfTheOldHostAfterTheCopyCompletesTheMove() {
        OwnerScenario.Then moved = with(BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .whenNext();

        moved.thenKinds(ContainerLost.class, ContainerLost.class, HomesMoved.class, FormerHomesRemoved.class);
        assertThat(moved.after().open().homeHost()).isEqualTo(N2);
        assertThat(moved.after().open().homesMoves().hosts()).isEmpty();
    }

    @Test
    void stoppedContainersFollowTheHomesWhenTheOldHostIsRemovedAfterTheCopy() {
        OwnerScenario.Then moved = with(BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .whenHostIsRemoved(N1);

        moved.thenKinds(ContainerLost.class, ContainerLost.class, HomesMoved.class, FormerHomesRemoved.class);
        assertThat(moved.thenSome(HomesMoved.class).getFirst().containers()).hasSize(2);
    }

    @Test
    void removalThatTheOldHostDidNotConfirmFailsWithTheHost() {
        OperationOrdered removal = with(BEGUN, STOP, stopped(), COPYING)
                .when(new RemoveContainer(new Handle("db"), false))
                .thenOnly(OperationOrdered.class);

        OwnerScenario.Then moved = with(BEGUN, STOP, stopped(), COPYING, removal, new HomesReceived(MOVE, 1, 1))
                .hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .whenHostIsRemoved(N1);

        assertThat(moved.thenSome(OperationFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.intent()).isEqualTo(removal.intent()));
    }

    @Test
    void containersThatRanFollowTheHomesEvenIfTheRemovedHostLostThemFirst() {
        OwnerScenario lost = with(
                BEGUN,
                STOP,
                stopped(),
                COPYING,
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new ContainerLost(DB, "", N1),
                new HomesLost(N1));

        OwnerScenario.Then moved = lost.hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .whenNext();

        moved.then(new HomesMoved(MOVE, N1, N2, List.of(), List.of(WEB)), new FormerHomesRemoved(N1));
        assertThat(moved.after().open().homeHost()).isEqualTo(N2);
    }

    @Test
    void removalOfTheOldHostDuringTheCopyEndsTheMove() {
        with(BEGUN, STOP, stopped(), COPYING)
                .hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .whenNext()
                .thenKinds(HomesMoveFailed.class, OperationOrdered.class);
    }

    @Test
    void cordonOfTheNewHostEndsTheMove() {
        HostSnapshot cordoned = TestInstallation.N2.with(new Cordon("new disks", TestInstallation.NOW, null));

        with(BEGUN, STOP, stopped(), COPYING)
                .hosts(TestInstallation.N1, cordoned)
                .whenNext()
                .thenKinds(HomesMoveFailed.class, OperationOrdered.class);
    }

    // ---- what is not left behind ----

    @Test
    void moveBetweenHostsWithTheSameDirectoryIsRejected() {
        HostSnapshot n1 = remapped(TestInstallation.N1, 100_000);
        HostSnapshot n2 = HostSnapshot.of(N2, 2, n1.report(), n1.lastSeen());

        atHome().hosts(n1, n2).when(TO_N2).thenRejected(ErrorCode.HOMES_SHARED);
    }

    @Test
    void containerThatWasRemovedDuringTheMoveIsNotRecreated() {
        OwnerScenario.Then moved = with(
                        BEGUN,
                        STOP,
                        stopped(),
                        COPYING,
                        EventFixtures.undo(WEB, StateOperation.REMOVE, 3),
                        EventFixtures.failed(null, WEB, Operation.REMOVE, 3, ErrorCode.DEADLINE_PASSED, null),
                        new HomesReceived(MOVE, 1, 1))
                .whenNext();

        moved.then(
                new ContainerLost(
                        DB, "The home directories were moved from n1 to n2; the container is created again there.", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of()),
                new ContainerRemoved(null, WEB, null));
        assertThat(moved.after().container(WEB)).isEmpty();
        assertThat(moved.thenEffects())
                .as("the old host still removes it")
                .doesNotContain(new Effect.DeleteDesiredState(N1, WEB.value()))
                .noneMatch(effect -> effect instanceof Effect.AppendIntent follow
                        && follow.id().equals(MOVE.following("recreate " + WEB)));
    }

    @Test
    void desiredStateOfAContainerThatRunsOnTheFormerHostStays() {
        OwnerScenario back = with(
                BEGUN,
                STOP,
                stopped(),
                COPYING,
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new ContainerLost(DB, "", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of(WEB)),
                EventFixtures.placed(WEB, "web"));

        assertThat(back.when(new StorageAbsent(N1)).thenEffects())
                .contains(new Effect.DeleteDesiredState(N1, DB.value()))
                .doesNotContain(new Effect.DeleteDesiredState(N1, WEB.value()));
    }

    @Test
    void hostThatMustDeleteHomesGetsNoContainers() {
        OwnerScenario homeless = with(
                BEGUN,
                STOP,
                stopped(),
                COPYING,
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new ContainerLost(DB, "", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of(WEB)),
                new HomesLost(N2));

        assertThat(homeless.hosts(TestInstallation.N1)
                        .when(CreateContainer.of(TestInstallation.DEBIAN.name()))
                        .thenRejected(ErrorCode.NO_HOST)
                        .detail())
                .contains("still has to delete your former home directories");
    }

    @Test
    void removalOfAFormerHostLosesNoHomes() {
        OwnerScenario.Then removed = moved().whenHostIsRemoved(N1);

        removed.then(new FormerHomesRemoved(N1));
        assertThat(removed.after().open().homesMoves().hosts()).isEmpty();
    }

    @Test
    void containersOfASuspendedAccountAreNotStartedOnTheNewHost() {
        OwnerScenario.Then moved = with(SUSPENDED, BEGUN, STOP, stopped(), COPYING, new HomesReceived(MOVE, 1, 1))
                .whenNext();

        assertThat(moved.thenLast(HomesMoved.class).running()).isEmpty();
        assertThat(moved.thenEffects()).noneMatch(effect -> effect instanceof Effect.AppendIntent);
        assertThat(moved.after().open().homesMoves().toRecreate()).containsExactly(WEB, DB);
    }

    @Test
    void containerIsNotCreatedOnTheNewHostIfTheAccountWasSuspendedInTheMeantime() {
        OwnerScenario suspended = movedAnd(SUSPENDED);

        IntentRejected rejected = suspended
                .when(MOVE.following("recreate " + WEB), new RecreateContainer(new Handle(WEB.value())))
                .thenOnly(IntentRejected.class);

        assertThat(rejected.code()).isEqualTo(ErrorCode.ACCOUNT_SUSPENDED);
    }

    @Test
    void containersFollowTheHomesWhenTheSuspensionEnds() {
        OwnerScenario.Then resumed = movedAnd(SUSPENDED).when(new ResumeAccount());

        AggregateId alice = AggregateId.of(TestInstallation.ALICE);
        assertThat(resumed.thenEffects())
                .filteredOn(effect -> effect instanceof Effect.AppendIntent)
                .containsExactly(
                        new Effect.AppendIntent(
                                alice,
                                INTENT.following("recreate " + WEB),
                                new RecreateContainer(new Handle(WEB.value()))),
                        new Effect.AppendIntent(
                                alice, INTENT.following("stop " + WEB), new StopContainer(new Handle(WEB.value()))),
                        new Effect.AppendIntent(
                                alice,
                                INTENT.following("recreate " + DB),
                                new RecreateContainer(new Handle(DB.value()))),
                        new Effect.AppendIntent(
                                alice, INTENT.following("stop " + DB), new StopContainer(new Handle(DB.value()))));
        movedAnd(SUSPENDED, new AccountResumed(TestInstallation.intent(4)))
                .when(
                        TestInstallation.intent(4).following("recreate " + WEB),
                        new RecreateContainer(new Handle(WEB.value())))
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void suspensionThatEndsDuringAnotherMoveLeavesTheContainersToItsEnd() {
        OwnerScenario moving = movedAnd(SUSPENDED, new FormerHomesRemoved(N1), BACK);
        assertThat(moving.when(new ResumeAccount()).thenEffects())
                .noneMatch(effect -> effect instanceof Effect.AppendIntent);
        OwnerScenario resumed =
                movedAnd(SUSPENDED, new FormerHomesRemoved(N1), BACK, new AccountResumed(TestInstallation.intent(4)));

        assertThat(recreated(resumed.when(new CancelHomesMove()))).containsExactly(WEB, DB);
    }

    @Test
    void containersOfAnEarlierMoveFollowTheHomesAfterTheNextOne() {
        OwnerScenario.Then moved = movedAnd(
                        SUSPENDED,
                        new FormerHomesRemoved(N1),
                        BACK,
                        new AccountResumed(TestInstallation.intent(4)),
                        new HomesCopyBegun(BACK.intent()),
                        new HomesReceived(BACK.intent(), 1, 1))
                .whenNext();

        assertThat(recreated(moved)).containsExactly(WEB, DB);
        assertThat(moved.after().open().homesMoves().isFollowUp(BACK.intent().following("recreate " + WEB), WEB))
                .isTrue();
    }

    @Test
    void containersOfASuspendedAccountWaitAfterAMoveThatFailed() {
        OwnerScenario.Then cancelled =
                movedAnd(SUSPENDED, new FormerHomesRemoved(N1), BACK).when(new CancelHomesMove());

        assertThat(recreated(cancelled)).isEmpty();
        assertThat(cancelled.after().open().homesMoves().toRecreate()).containsExactly(WEB, DB);
    }

    @Test
    void containerThatCannotBeCreatedAgainIsNotTriedAfterALaterSuspension() {
        IntentId recreation = MOVE.following("recreate " + WEB);

        assertThat(waiting(new IntentRejected(recreation, ErrorCode.PRESET_NOT_GRANTED, "", Map.of())))
                .containsExactly(DB);
        assertThat(waiting(new IntentRejected(recreation, ErrorCode.ACCOUNT_SUSPENDED, "", Map.of())))
                .containsExactly(WEB, DB);
        assertThat(waiting(new IntentRejected(recreation, ErrorCode.HOMES_MOVING, "", Map.of())))
                .containsExactly(WEB, DB);
    }

    private static List<ContainerId> waiting(IntentRejected rejected) {
        return movedAnd(rejected).whenNext().after().open().homesMoves().toRecreate();
    }

    private static List<ContainerId> recreated(OwnerScenario.Then then) {
        return then.thenEffects().stream()
                .filter(Effect.AppendIntent.class::isInstance)
                .map(effect -> ((Effect.AppendIntent) effect).intent())
                .filter(RecreateContainer.class::isInstance)
                .map(intent ->
                        new ContainerId(((RecreateContainer) intent).handle().value()))
                .toList();
    }

    @Test
    void containersThatFollowedTheHomesAreNotCreatedAgainAfterALaterSuspension() {
        OwnerScenario.Then resumed = movedAnd(
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerRemoved(null, DB, null),
                        SUSPENDED)
                .when(new ResumeAccount());

        assertThat(resumed.thenEffects()).noneMatch(effect -> effect instanceof Effect.AppendIntent);
    }

    @Test
    void containersFollowHomesThatReachTheirQuota() {
        OwnerScenario full = with(
                new QuotaSet(TestInstallation.intent(3), new Quota(Map.of(Resource.HOME_MIB, 100L))),
                BEGUN,
                STOP,
                stopped(),
                COPYING,
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new ContainerLost(DB, "", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of(WEB)));
        RecreateContainer recreate = new RecreateContainer(new Handle(WEB.value()));

        full.when(MOVE.following("recreate " + WEB), recreate).thenOnly(ContainerPlaced.class);
        full.when(recreate).thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    private static OwnerEvent stopped() {
        return EventFixtures.stopped(null, WEB, 2, 0);
    }

    private static OwnerScenario atHome() {
        return with();
    }

    private static OwnerScenario moved() {
        return movedAnd();
    }

    private static OwnerScenario movedAnd(OwnerEvent... more) {
        Stream<OwnerEvent> moved = Stream.of(
                BEGUN,
                STOP,
                stopped(),
                COPYING,
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new ContainerLost(DB, "", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB, DB), List.of(WEB)));
        return with(Stream.concat(moved, Stream.of(more)).toArray(OwnerEvent[]::new));
    }

    private static OwnerScenario with(OwnerEvent... more) {
        return given(Stream.concat(AT_HOME.stream(), Stream.of(more)).toArray(OwnerEvent[]::new));
    }

    private static HostSnapshot remapped(HostSnapshot host, int uid) {
        return HostSnapshot.of(
                host.name(),
                host.partition(),
                host.report().with(new HomeStorage("id-of-" + host.name(), uid, uid)),
                host.lastSeen());
    }
}
