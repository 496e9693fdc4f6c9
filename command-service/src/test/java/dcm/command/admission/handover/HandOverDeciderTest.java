package dcm.command.admission.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.HostDecommissioning;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerEffects;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.owner.ReportDecider;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandedOver;
import dcm.contract.event.HandOverEvent.HomesEntered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.report.AccountReport;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.transfer.TransferItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Transfers to another owner. The limits of these tests are 3 containers, 4 CPUs and 4096 MiB. */
class HandOverDeciderTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final IntentId CREATED = TestInstallation.intent(1);
    private static final IntentId INTENT = TestInstallation.intent(2);
    private static final IntentId COMMITTED = TestInstallation.intent(3);
    private static final ContainerId WEB = ContainerId.of(CREATED);
    private static final ImageName SOLVER = new ImageName("solver:1");
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final ImageFacts FACTS = new ImageFacts(300 << 20, 50 << 20, 2, TestInstallation.NOW);
    private static final ContainerId BOB_WEB = ContainerId.of(CompleteHandOver.id(INTENT));

    private final Map<OwnerName, OwnerState> states = new HashMap<>();
    private final Map<OwnerName, List<OwnerEvent>> events = new HashMap<>();
    private final Deque<Effect.AppendIntent> asked = new ArrayDeque<>();
    private final Deque<Order> orders = new ArrayDeque<>();
    private final List<DesiredImage> desiredImages = new ArrayList<>();
    private final List<HomesTransferRequested> homesTransfers = new ArrayList<>();
    private DecisionContext context = TestInstallation.context(TestInstallation.N1);

    // ---- images ----

    @Test
    void transferredImageKeepsItsContent() {
        given();
        image();

        ask(ALICE, INTENT, new HandOverImage(new ImageName("solver"), BOB, null));

        assertThat(outcome(INTENT)).isEqualTo(new HandedOver(INTENT, BOB));
        assertThat(state(ALICE).usable(SOLVER)).isEmpty();
        assertThat(state(BOB).usable(SOLVER)).singleElement().satisfies(image -> {
            assertThat(image.digest()).isEqualTo(DIGEST);
            assertThat(image.mebibytes()).isEqualTo(50);
        });
        assertThat(state(ALICE).transfers().isEmpty()).isTrue();
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
    }

    @Test
    void receiverImageIsDesiredBeforeTheSenderImageIsRemoved() {
        given();
        image();
        desiredImages.clear();

        ask(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));

        assertThat(desiredImages)
                .containsExactly(
                        new DesiredImage(
                                ImageId.of(INTENT.following("receive")),
                                BOB,
                                TestInstallation.N1.name(),
                                false,
                                DIGEST),
                        new DesiredImage(ImageId.of(COMMITTED), ALICE, TestInstallation.N1.name(), true, null));
    }

    @Test
    void imageTransferFailsWhenTheNameIsTakenAndSucceedsWithAnotherName() {
        given();
        image();
        ask(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));
        container(ALICE, TestInstallation.intent(4), "other");
        commit(ALICE, "other", TestInstallation.intent(5));

        ask(ALICE, TestInstallation.intent(6), new HandOverImage(SOLVER, BOB, null));

        assertThat(outcome(TestInstallation.intent(6))).isInstanceOfSatisfying(HandOverFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.NAME_TAKEN);
            assertThat(failed.detail()).contains("bob", "solver:1", "another name");
        });
        assertThat(state(ALICE).usable(SOLVER)).hasSize(1);

        ask(ALICE, TestInstallation.intent(7), new HandOverImage(SOLVER, BOB, new ImageName("solver:2")));

        assertThat(outcome(TestInstallation.intent(7))).isInstanceOf(HandedOver.class);
    }

    @Test
    void imageTransferToASuspendedOrUnknownReceiverFailsAndChangesNothing() {
        given();
        image();
        OwnerState before = state(ALICE);
        ask(BOB, TestInstallation.intent(8), new SuspendAccount(null, false, null));

        ask(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));
        ask(ALICE, TestInstallation.intent(9), new HandOverImage(SOLVER, new OwnerName("carol"), null));

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.ACCOUNT_SUSPENDED);
        assertThat(failure(TestInstallation.intent(9)).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(state(ALICE)).isEqualTo(before);
    }

    @Test
    void imageTransferFailsWhenTheReceiverHomesAreOnAnotherHost() {
        given();
        image();
        context = TestInstallation.context(TestInstallation.N1, TestInstallation.N2);
        states.put(BOB, state(BOB).with(state(BOB).open().at(TestInstallation.N2.name())));

        ask(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));

        assertThat(failure(INTENT).detail()).contains("n2", "n1");
    }

    @Test
    void imageInTransferIsLockedAndCountsAgainstTheReceiverQuota() {
        given();
        image();

        decideOnly(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));
        step(); // the receiver reserves

        assertThat(state(BOB).hasNamed(SOLVER)).isTrue();
        assertThat(QuotaUsage.of(state(BOB), context).used().amount(Resource.IMAGE_MIB))
                .isEqualTo(50);
        assertThat(rejection(ALICE, new RemoveImage(SOLVER))).isEqualTo(ErrorCode.BEING_HANDED_OVER);
        assertThat(rejection(ALICE, new HandOverImage(SOLVER, BOB, null))).isEqualTo(ErrorCode.BEING_HANDED_OVER);
    }

    @Test
    void lostImageFailsTheTransferAndReleasesTheReservation() {
        given();
        image();
        decideOnly(ALICE, INTENT, new HandOverImage(SOLVER, BOB, null));
        step(); // the receiver reserves
        apply(ALICE, HostDecommissioning.gone(state(ALICE), TestInstallation.N1.name(), TestInstallation.context()));

        run();

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
    }

    // ---- containers ----

    @Test
    void transferredContainerIsStoppedCommittedAndCreatedForTheReceiver() {
        given();

        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        assertThat(nextOrder().getClass()).isEqualTo(Order.Stop.class);
        Order.Commit commit = (Order.Commit) nextOrder();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, 3, commit.image(), DIGEST, FACTS));
        Order remove = nextOrder();
        assertThat(remove).isInstanceOf(Order.Remove.class);
        assertThat(state(BOB).all())
                .as("containers of the receiver before the removal")
                .isEmpty();
        report(ALICE, done(4, Observation.ABSENT));

        assertThat(outcome(INTENT)).isEqualTo(new HandedOver(INTENT, BOB));
        assertThat(state(ALICE).all()).isEmpty();
        assertThat(state(ALICE).usable(new ImageName("web:from-alice"))).isEmpty();
        assertThat(nextOrder()).isInstanceOfSatisfying(Order.Create.class, create -> {
            assertThat(create.owner()).isEqualTo(BOB);
            assertThat(create.container()).isEqualTo(BOB_WEB);
            assertThat(create.spec().name().value()).isEqualTo("web");
            assertThat(create.spec().image().digest()).isEqualTo(DIGEST);
        });
        assertThat(state(BOB).usable(new ImageName("web:from-alice"))).hasSize(1);
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
    }

    @Test
    void containerTransferReservesQuotaAndNameAtTheReceiver() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));

        container(BOB, TestInstallation.intent(10), "one");
        container(BOB, TestInstallation.intent(11), "two");

        assertThat(rejection(BOB, create("three"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(rejection(BOB, create("web"))).isEqualTo(ErrorCode.NAME_TAKEN);
    }

    @Test
    void containerTransferOverTheReceiverQuotaFailsAndStopsNothing() {
        given();
        for (int n = 1; n <= 3; n++) {
            container(BOB, TestInstallation.intent(20 + n), "c" + n);
        }
        orders.clear();

        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));

        HandOverFailed failed = failure(INTENT);
        assertThat(failed.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(failed.detail()).contains("'bob' has 3 of 3 containers");
        assertThat(failed.numbers()).containsEntry("limit", 3L);
        assertThat(orders).isEmpty();
    }

    @Test
    void failedCommitEndsTheTransferAndStartsTheContainerAgain() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        report(ALICE, done(2, TestInstallation.stopped(0)));
        orders.clear();

        report(
                ALICE,
                new OrderFailed(
                        TestInstallation.N1.name(),
                        WEB,
                        3,
                        ErrorCode.TOO_MANY_LAYERS,
                        "Too many layers.",
                        TestInstallation.stopped(0)));

        assertThat(failure(INTENT).detail()).isEqualTo("Too many layers.");
        assertThat(nextOrder()).isInstanceOf(Order.Start.class);
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
        assertThat(state(ALICE).transfers().isEmpty()).isTrue();
    }

    @Test
    void failedTransferDoesNotStartTheContainerOfASuspendedAccount() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        report(ALICE, done(2, TestInstallation.stopped(0)));
        ask(ALICE, TestInstallation.intent(31), new SuspendAccount(null, true, null));
        orders.clear();

        report(
                ALICE,
                new OrderFailed(
                        TestInstallation.N1.name(),
                        WEB,
                        3,
                        ErrorCode.TOO_MANY_LAYERS,
                        "Too many layers.",
                        TestInstallation.stopped(0)));

        assertThat(failure(INTENT).detail()).isEqualTo("Too many layers.");
        assertThat(orders).isEmpty();
    }

    @Test
    void receiverWithoutHomesGetsThemOnTheHostOfTheContainer() {
        given();
        context = TestInstallation.context(TestInstallation.N1, TestInstallation.N2);
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        orders.clear();

        for (int n = 0; n < 2; n++) {
            ask(BOB, TestInstallation.intent(60 + n), create("own-" + n));
            assertThat(nextOrder().host()).isEqualTo(TestInstallation.N1.name());
        }
    }

    @Test
    void transferredContainerIsCreatedOnAnotherHostThatCanPullItsImage() {
        AdmissionPolicy registry = new AdmissionPolicy(
                TestInstallation.POLICY.defaults(),
                TestInstallation.PORTS,
                TestInstallation.POLICY.orderTime(),
                TestInstallation.POLICY.longOrderTime(),
                false,
                true);
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        report(
                ALICE,
                new CommitDone(
                        TestInstallation.N1.name(),
                        WEB,
                        3,
                        commit.image(),
                        DIGEST,
                        FACTS.with("sha256:" + "ef".repeat(32))));
        context = new DecisionContext(
                TestInstallation.NOW,
                List.of(
                        TestInstallation.N1.with(new Cordon("new disks", TestInstallation.NOW, null)),
                        TestInstallation.N2),
                TestInstallation.CATALOG,
                TestInstallation.NOW,
                registry);

        report(ALICE, done(4, Observation.ABSENT));

        assertThat(orders.getLast())
                .isInstanceOfSatisfying(
                        Order.Create.class, create -> assertThat(create.host()).isEqualTo(TestInstallation.N2.name()));
    }

    @Test
    void imageOverTheReceiverQuotaEndsTheTransferAndIsRemoved() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        ImageFacts huge = new ImageFacts(1L << 40, 1L << 40, 2, TestInstallation.NOW);

        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, 3, commit.image(), DIGEST, huge));

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(state(BOB).images()).isEmpty();
        assertThat(state(ALICE).images().values()).noneMatch(ImageState::isReady);
        assertThat(orders.getLast()).isInstanceOf(Order.Start.class);
    }

    @Test
    void operationOnAContainerInTransferIsRejected() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));

        assertThat(rejection(ALICE, new StartContainer(new Handle("web")))).isEqualTo(ErrorCode.BEING_HANDED_OVER);
    }

    @Test
    void removalOfTheReceiverEndsTheTransfer() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        ask(BOB, TestInstallation.intent(30), new RemoveAccount(true, null));

        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, 3, commit.image(), DIGEST, FACTS));

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(events.get(BOB)).hasAtLeastOneElementOfType(HandOverDeclined.class);
    }

    @Test
    void intermediateImageDoesNotReplaceAnImageOfTheSender() {
        given();
        ask(
                ALICE,
                TestInstallation.intent(40),
                new CommitContainer(new Handle("web"), new ImageName("web:from-alice"), null, false, false));
        Order.Commit own = (Order.Commit) orders.removeLast();
        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, own.number(), own.image(), DIGEST, FACTS));
        decideOnly(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        step(); // the receiver reserves
        step(); // the sender releases
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(commit.number() - 1, TestInstallation.stopped(0)));

        apply(
                ALICE,
                ReportDecider.react(
                        state(ALICE),
                        new CommitDone(TestInstallation.N1.name(), WEB, commit.number(), commit.image(), DIGEST, FACTS),
                        context));

        assertThat(state(ALICE).usable(new ImageName("web:from-alice"))).hasSize(1);
        assertThat(state(ALICE).transfers().gives(commit.image())).isTrue();
        run();
        assertThat(state(ALICE).known(own.image()).isReady())
                .as("the other image of the sender")
                .isTrue();
    }

    @Test
    void lostContainerStillCompletesTheTransfer() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        apply(
                ALICE,
                ReportDecider.react(
                        state(ALICE),
                        new CommitDone(TestInstallation.N1.name(), WEB, 3, commit.image(), DIGEST, FACTS),
                        context));
        apply(ALICE, List.of(new ContainerLost(WEB, "It was removed.")));

        run();

        assertThat(orders.getLast()).isInstanceOf(Order.Remove.class);
        report(ALICE, done(4, Observation.ABSENT));
        assertThat(outcome(INTENT)).isInstanceOf(HandedOver.class);
    }

    @Test
    void transferCreatesNothingForAReceiverBeingRemoved() {
        given();
        ask(ALICE, INTENT, new HandOverContainer(new Handle("web"), BOB, null));
        Order.Commit commit = (Order.Commit) orders.getLast();
        report(ALICE, done(2, TestInstallation.stopped(0)));
        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, 3, commit.image(), DIGEST, FACTS));
        ask(BOB, TestInstallation.intent(41), new RemoveAccount(true, null));

        report(ALICE, done(4, Observation.ABSENT));

        assertThat(state(BOB).all()).isEmpty();
        assertThat(outcome(CompleteHandOver.id(INTENT))).isInstanceOf(HandOverDeclined.class);
    }

    @Test
    void everyTransferStepHasOneOutcome() {
        transferredContainerIsStoppedCommittedAndCreatedForTheReceiver();
        report(BOB, new OrderDone(TestInstallation.N1.name(), BOB_WEB, 1, TestInstallation.running(31_001)));

        for (String step : List.of("reserve", "release", "receive", "confirm", "complete")) {
            assertThat(all().filter(event ->
                            event.endsIntent() && INTENT.following(step).equals(event.intent())))
                    .as(step)
                    .hasSize(1);
        }
        assertThat(all().filter(event -> event.endsIntent() && INTENT.equals(event.intent())))
                .hasSize(1);
    }

    // ---- whole accounts ----

    @Test
    void accountTransferCreatesContainersAfterTheHomesAreTransferred() {
        given();
        image();

        ask(ALICE, INTENT, new HandOverAccount(BOB));

        assertThat(removal(ALICE).successor()).isEqualTo(BOB);
        assertThat(rejection(BOB, create("own"))).isEqualTo(ErrorCode.BEING_HANDED_OVER);
        assertThat(rejection(BOB, new RemoveAccount(true, null))).isEqualTo(ErrorCode.BEING_HANDED_OVER);
        assertThat(rejection(ALICE, create("more"))).isEqualTo(ErrorCode.ACCOUNT_REMOVED);
        transferWeb();
        assertThat(removal(ALICE).step()).isEqualTo(RemovalStep.STORAGE);
        assertThat(homesTransfers).containsExactly(new HomesTransferRequested(ALICE, TestInstallation.N1.name(), BOB));
        assertThat(orders).as("orders before the homes are transferred").isEmpty();

        report(ALICE, new StorageAbsent(TestInstallation.N1.name()));

        assertThat(nextOrder()).isInstanceOfSatisfying(Order.Create.class, create -> {
            assertThat(create.owner()).isEqualTo(BOB);
            assertThat(create.spec().name().value()).isEqualTo("web");
            assertThat(create.spec().image().digest()).isEqualTo(DIGEST);
        });
        assertThat(state(BOB).open().homeHost()).isEqualTo(TestInstallation.N1.name());
        assertThat(state(BOB).usable(SOLVER)).hasSize(1);
        assertThat(rejection(BOB, new RemoveAccount(true, null)))
                .as("while the transfer is pending")
                .isEqualTo(ErrorCode.BEING_HANDED_OVER);
        List.copyOf(state(ALICE).images().keySet()).forEach(image -> {
            apply(ALICE, ReportDecider.react(state(ALICE), new ImageAbsent(TestInstallation.N1.name(), image)));
            run();
        });
        assertThat(removal(ALICE).step()).isEqualTo(RemovalStep.SIGN_IN);
        report(ALICE, new SignInAbsent());
        assertThat(outcome(INTENT)).isEqualTo(new AccountRemoved(INTENT));
        assertThat(removal(ALICE).successor()).isEqualTo(BOB);
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
    }

    @Test
    void accountTransferToAReceiverInAnotherTransferFails() {
        given();
        image();
        decideOnly(ALICE, TestInstallation.intent(10), new HandOverImage(SOLVER, BOB, null));
        step(); // Bob reserves
        OwnerName carol = new OwnerName("carol");
        states.put(carol, OwnerState.unknown(carol));
        apply(
                carol,
                List.of(AccountOpened.of(
                        TestInstallation.intent(100), Profile.of(carol.value(), Role.USER), List.of(), null)));

        apply(carol, OwnerDecider.decide(state(carol), INTENT, new HandOverAccount(BOB), context));
        run();

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.BEING_HANDED_OVER);
    }

    @Test
    void containersWithLongNamesGetDistinctImageNames() {
        given();
        container(ALICE, TestInstallation.intent(10), "distributed-training-job-1");
        container(ALICE, TestInstallation.intent(11), "distributed-training-job-2");

        decideOnly(ALICE, INTENT, new HandOverAccount(BOB));

        AccountOffered offered = (AccountOffered) events.get(ALICE).getLast();
        assertThat(offered.items())
                .extracting(TransferItem::image)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void transferredContainerIsCreatedWhenItsHostIsBack() {
        given();
        ask(ALICE, INTENT, new HandOverAccount(BOB));
        transferWeb();
        context = TestInstallation.context(
                TestInstallation.seen(TestInstallation.N1, TestInstallation.NOW.minusSeconds(3600)));

        report(ALICE, new StorageAbsent(TestInstallation.N1.name()));

        assertThat(orders).isEmpty();
        context = TestInstallation.context(TestInstallation.N1);
        apply(ALICE, OwnerDecider.next(state(ALICE), context));
        run();
        assertThat(nextOrder()).isInstanceOf(Order.Create.class);
    }

    @Test
    void accountTransferCompletesAfterTheRemovalOfTheHost() {
        given();
        ask(ALICE, INTENT, new HandOverAccount(BOB));
        transferWeb();
        context = TestInstallation.context(TestInstallation.N1.remove(TestInstallation.NOW));

        apply(ALICE, HostDecommissioning.gone(state(ALICE), TestInstallation.N1.name(), TestInstallation.context()));
        run();
        report(ALICE, new SignInAbsent());

        assertThat(outcome(INTENT)).isInstanceOf(AccountRemoved.class);
        assertThat(state(ALICE).transfers().isEmpty()).isTrue();
        assertThat(state(BOB).transfers().isEmpty()).isTrue();
    }

    @Test
    void accountTransferToAReceiverWithContainersFailsAndChangesNothing() {
        given();
        container(BOB, TestInstallation.intent(10), "one");

        ask(ALICE, INTENT, new HandOverAccount(BOB));

        assertThat(failure(INTENT).code()).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(failure(INTENT).detail()).contains("'bob' has or had containers");
        assertThat(state(ALICE).transfers().isEmpty()).isTrue();
        assertThat(state(ALICE).open().removal()).isNull();
    }

    @Test
    void accountTransferOverTheReceiverQuotaFails() {
        given();
        container(ALICE, TestInstallation.intent(10), "db");
        apply(ALICE, List.of(new HomesMeasured(TestInstallation.N1.name(), 500, false)));
        apply(BOB, List.of(new QuotaSet(TestInstallation.intent(11), new Quota(Map.of(Resource.CONTAINERS, 1L)))));

        ask(ALICE, INTENT, new HandOverAccount(BOB));

        assertThat(failure(INTENT).detail()).contains("'bob' has 0 of 1 containers; this would add 2");
        apply(BOB, List.of(new QuotaSet(TestInstallation.intent(12), new Quota(Map.of(Resource.HOME_MIB, 499L)))));
        ask(ALICE, TestInstallation.intent(13), new HandOverAccount(BOB));
        assertThat(failure(TestInstallation.intent(13)).detail())
                .contains("of 499 MiB home directory storage", "500 MiB");
        assertThat(rejection(ALICE, new HandOverAccount(ALICE))).isEqualTo(ErrorCode.BAD_INPUT);
    }

    @Test
    void failedContainerTransferIsRetriedAndItsReasonIsShown() {
        given();
        ask(ALICE, INTENT, new HandOverAccount(BOB));
        report(ALICE, done(2, TestInstallation.stopped(0)));
        orders.clear();

        report(
                ALICE,
                new OrderFailed(
                        TestInstallation.N1.name(),
                        WEB,
                        3,
                        ErrorCode.TOO_MANY_LAYERS,
                        "125 layers.",
                        TestInstallation.stopped(0)));

        assertThat(removal(ALICE).blockedReason()).isEqualTo("web: 125 layers.");
        assertThat(nextOrder()).isInstanceOf(Order.Start.class);
        report(ALICE, done(4, TestInstallation.running(31_000)));
        assertThat(orders).as("orders before the retry time").isEmpty();

        context = TestInstallation.at(TestInstallation.NOW.plusSeconds(31), TestInstallation.N1);
        apply(ALICE, OwnerDecider.next(state(ALICE), context));
        run();

        assertThat(orders)
                .filteredOn(Order.Commit.class::isInstance)
                .first()
                .matches(order -> ((Order.Commit) order).flatten());
        transferWeb();
        assertThat(removal(ALICE).step()).isEqualTo(RemovalStep.STORAGE);
        assertThat(removal(ALICE).blockedReason()).isNull();
    }

    @Test
    void lostContainerIsNotTransferred() {
        given();
        apply(ALICE, List.of(new ContainerLost(WEB, "It is missing.")));

        ask(ALICE, INTENT, new HandOverAccount(BOB));

        assertThat(nextOrder()).isInstanceOf(Order.Remove.class);
        report(ALICE, done(2, Observation.ABSENT));
        report(ALICE, new StorageAbsent(TestInstallation.N1.name()));
        assertThat(removal(ALICE).step()).isEqualTo(RemovalStep.SIGN_IN);
        assertThat(state(BOB).all()).isEmpty();
        assertThat(outcome(INTENT.following("homes"))).isInstanceOf(HomesEntered.class);
        ask(BOB, TestInstallation.intent(14), create("own"));
        assertThat(nextOrder()).isInstanceOf(Order.Create.class);
    }

    /** Alice's host executes its orders for the transferred container. */
    private void transferWeb() {
        Order stop = nextOrder();
        assertThat(stop).isInstanceOf(Order.Stop.class);
        Order.Commit commit = (Order.Commit) nextOrder();
        report(ALICE, done(stop.number(), TestInstallation.stopped(0)));
        report(ALICE, new CommitDone(TestInstallation.N1.name(), WEB, commit.number(), commit.image(), DIGEST, FACTS));
        Order remove = nextOrder();
        assertThat(remove).isInstanceOf(Order.Remove.class);
        report(ALICE, done(remove.number(), Observation.ABSENT));
    }

    private AccountSnapshot.Removal removal(OwnerName owner) {
        return Objects.requireNonNull(state(owner).open().snapshot().removal());
    }

    private void report(OwnerName owner, AccountReport report) {
        apply(owner, ReportDecider.react(state(owner), report, TestInstallation.context()));
        run();
    }

    // ---- setup ----

    /** Alice with a running container, and Bob. */
    private void given() {
        for (OwnerName owner : List.of(ALICE, BOB)) {
            states.put(owner, OwnerState.unknown(owner));
            apply(
                    owner,
                    List.of(AccountOpened.of(
                            TestInstallation.intent(100), Profile.of(owner.value(), Role.USER), List.of(), null)));
        }
        container(ALICE, CREATED, "web");
        orders.clear();
    }

    /** Alice's image of the container. */
    private void image() {
        commit(ALICE, "web", COMMITTED);
        orders.clear();
    }

    private void commit(OwnerName owner, String container, IntentId id) {
        ask(owner, id, new CommitContainer(new Handle(container), SOLVER, null, false, false));
        Order.Commit order = (Order.Commit) orders.removeLast();
        report(
                owner,
                new CommitDone(
                        TestInstallation.N1.name(), order.container(), order.number(), order.image(), DIGEST, FACTS));
    }

    private static CreateContainer create(String name) {
        CreateContainer any = CreateContainer.of(TestInstallation.DEBIAN.name());
        return new CreateContainer(
                any.image(), new ContainerName(name), null, null, List.of(), null, any.settings(), null, null);
    }

    private void container(OwnerName owner, IntentId id, String name) {
        ask(owner, id, create(name));
        report(
                owner,
                new OrderDone(TestInstallation.N1.name(), ContainerId.of(id), 1, TestInstallation.running(31_000)));
        orders.removeLast();
    }

    private static ContainerReport done(int number, Observation seen) {
        return new OrderDone(TestInstallation.N1.name(), WEB, number, seen);
    }

    private OwnerState state(OwnerName owner) {
        return states.computeIfAbsent(owner, OwnerState::unknown);
    }

    private void ask(OwnerName owner, IntentId id, OwnerIntent intent) {
        decideOnly(owner, id, intent);
        run();
    }

    private void decideOnly(OwnerName owner, IntentId id, OwnerIntent intent) {
        apply(owner, OwnerDecider.decide(state(owner), id, intent, context));
    }

    private void report(OwnerName owner, ContainerReport report) {
        apply(owner, ReportDecider.react(state(owner), report, context));
        run();
    }

    private void run() {
        while (!asked.isEmpty()) {
            step();
        }
    }

    private void step() {
        Effect.AppendIntent next = asked.removeFirst();
        decideOnly(next.of().owner(), next.id(), (OwnerIntent) next.intent());
    }

    private void apply(OwnerName owner, List<OwnerEvent> decided) {
        List<OwnerEvent> left = decided;
        while (!left.isEmpty()) {
            for (OwnerEvent event : left) {
                OwnerState before = state(owner);
                OwnerState after = OwnerFold.evolve(before, event, TestInstallation.NOW);
                states.put(owner, after);
                events.computeIfAbsent(owner, any -> new ArrayList<>()).add(event);
                OwnerEffects.of(before, event, after).forEach(this::take);
            }
            left = OwnerDecider.next(state(owner), context);
        }
    }

    private void take(Effect effect) {
        switch (effect) {
            case Effect.AppendIntent ask -> asked.add(ask);
            case Effect.SendOrder ordered -> orders.add(ordered.order());
            case Effect.PublishDesiredState want
            when want.wanted() instanceof DesiredImage image -> desiredImages.add(image);
            case Effect.PublishDesiredState want
            when want.wanted() instanceof HomesTransferRequested homes -> homesTransfers.add(homes);
            default -> {} // not relevant here
        }
    }

    private Order nextOrder() {
        return orders.removeFirst();
    }

    private Stream<OwnerEvent> all() {
        return events.values().stream().flatMap(List::stream);
    }

    private Event outcome(IntentId intent) {
        return all().filter(event -> event.endsIntent() && intent.equals(event.intent()))
                .findFirst()
                .orElseThrow();
    }

    private HandOverFailed failure(IntentId intent) {
        return (HandOverFailed) outcome(intent);
    }

    private ErrorCode rejection(OwnerName owner, OwnerIntent intent) {
        return ((IntentRejected) OwnerDecider.decide(state(owner), TestInstallation.intent(77), intent, context)
                        .getFirst())
                .code();
    }
}
