package dcm.command.admission.removal;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.ImageRemovalPolicyChanged;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.transfer.ImageRemovalPolicy;
import dcm.contract.transfer.TransferItem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemovalDeciderTest {
    private static final IntentId REMOVAL = TestInstallation.intent(50);
    private static final AccountRemovalBegun BEGUN = new AccountRemovalBegun(REMOVAL, true, null, null);
    private static final ImageId IMAGE = ImageId.of(TestInstallation.intent(9));
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final OwnerEvent[] COMMITTED = {
        OPENED,
        EventFixtures.placed(WEB, "web"),
        EventFixtures.started(WEB, 31_001),
        new CommitOrdered(
                TestInstallation.intent(9),
                WEB,
                2,
                TestInstallation.DEADLINE,
                IMAGE,
                new ImageName("mine:1"),
                TestInstallation.N1.name(),
                1,
                new ContainerName("web"),
                TestInstallation.DEBIAN,
                null,
                false),
        new ContainerCommitted(
                TestInstallation.intent(9), WEB, 2, IMAGE, DIGEST, new ImageFacts(300, 50, 3, TestInstallation.NOW))
    };

    @Test
    void accountRemovalRemovesRunningContainers() {
        given(OPENED, EventFixtures.placed(WEB, "web"), EventFixtures.started(WEB, 31_001))
                .when(new RemoveAccount(false, null))
                .then(
                        new AccountRemovalBegun(INTENT, false, null, null),
                        new OperationOrdered(null, WEB, StateOperation.REMOVE, 2, null));
    }

    @Test
    void accountWithImagesIsRemovedOnlyTogetherWithThem() {
        assertThat(given(COMMITTED)
                        .when(new RemoveAccount(false, null))
                        .thenRejected(ErrorCode.ACCOUNT_HAS_IMAGES)
                        .detail())
                .contains("mine:1");
        assertThat(given(COMMITTED)
                        .when(new RemoveAccount(true, null))
                        .after()
                        .open()
                        .removal())
                .isNotNull();
    }

    @Test
    void intentForAnAccountBeingRemovedIsRejected() {
        OwnerScenario begun = given(OPENED, BEGUN);

        begun.when(CreateContainer.of(TestInstallation.DEBIAN.name())).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(new ResumeAccount()).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(new RemoveAccount(true, null)).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(OpenAccount.of(Profile.of("Alice", Role.USER), List.of())).thenRejected(ErrorCode.ACCOUNT_EXISTS);
    }

    @Test
    void accountRemovalWaitsForRemainingContainers() {
        given(OPENED, EventFixtures.placed(WEB, "web"), BEGUN).whenNext().thenNothing();
    }

    @Test
    void keptImageIsPromotedAndRemovedWhenItsHostHasTheBaseImage() {
        OwnerEvent[] atImages = atImages(new ImageRemovalPolicy(ImageRemovalPolicy.Kind.KEEP, null));
        ImagePromoted promoted = new ImagePromoted(
                REMOVAL.following("keep/" + IMAGE),
                IMAGE,
                new ImageName("alice-mine:1"),
                DIGEST,
                TestInstallation.N1.name(),
                "mine:1 of alice, whose account was removed",
                List.of());

        given(atImages).whenNext().then(promoted);
        given(with(atImages, promoted)).whenNext().thenNothing();
        given(with(atImages, promoted))
                .hosts(TestInstallation.preparing(
                        TestInstallation.N1,
                        new BaseImageState(promoted.as(), 1, BaseImageState.Stage.PREPARING, DIGEST, "Later.")))
                .whenNext()
                .then(new ImageRemoved(null, IMAGE));
    }

    @Test
    void keptImageGetsAnotherNameWhenABaseImageHasTheName() {
        BaseImageSnapshot other = new BaseImageSnapshot(
                new ImageName("alice-mine:1"),
                1,
                new BaseImageSource(BaseImageSource.Kind.LOCAL, "x", null),
                "",
                List.of(),
                true,
                TestInstallation.NOW);

        ImagePromoted promoted = given(atImages(new ImageRemovalPolicy(ImageRemovalPolicy.Kind.KEEP, null)))
                .catalog(other)
                .whenNext()
                .thenOnly(ImagePromoted.class);

        assertThat(promoted.as()).isEqualTo(new ImageName("alice-mine-2:1"));
    }

    @Test
    void failedImageTransferIsRetriedAndItsReasonIsShown() {
        OwnerName bob = new OwnerName("bob");
        OwnerEvent[] atImages = atImages(new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, bob));
        IntentId first = REMOVAL.following("give/" + IMAGE + "/1");
        HandOverBegun begun = new HandOverBegun(
                first,
                bob,
                new TransferItem(new ImageName("alice-mine:1"), TestInstallation.N1.name(), 1L, null),
                IMAGE,
                null,
                false);
        HandOverFailed failed = new HandOverFailed(first, ErrorCode.QUOTA_EXCEEDED, "'bob' has no room.", Map.of());

        given(atImages).whenNext().then(begun);
        given(with(atImages, begun)).whenNext().thenNothing();
        OwnerScenario refused = given(with(atImages, begun, failed));
        refused.whenNext().thenNothing();
        assertThat(refused.whenNext().after().open().snapshot().removal().blockedReason())
                .isEqualTo("mine:1: 'bob' has no room.");
        assertThat(refused.now(TestInstallation.NOW.plusSeconds(31))
                        .whenNext()
                        .thenOnly(HandOverBegun.class)
                        .handOver())
                .isEqualTo(REMOVAL.following("give/" + IMAGE + "/2"));
        refused.when(new RemoveAccount(true, null))
                .then(new ImageRemovalPolicyChanged(INTENT, ImageRemovalPolicy.REMOVED));
        refused.when(new RemoveAccount(false, new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, bob)))
                .thenRejected(ErrorCode.ACCOUNT_REMOVED);
    }

    @Test
    void anotherReceiverIsOfferedTheImageWithAnIdOfItsOwn() {
        ImageRemovalPolicy toBob = new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, new OwnerName("bob"));
        ImageRemovalPolicy toCarol = new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, new OwnerName("carol"));
        HandOverBegun begun = given(atImages(toBob)).whenNext().thenOnly(HandOverBegun.class);
        HandOverFailed failed =
                new HandOverFailed(begun.handOver(), ErrorCode.QUOTA_EXCEEDED, "'bob' has no room.", Map.of());

        HandOverBegun again = given(
                        with(atImages(toBob), begun, failed, new ImageRemovalPolicyChanged(INTENT, toCarol)))
                .whenNext()
                .thenOnly(HandOverBegun.class);

        assertThat(again.to()).isEqualTo(new OwnerName("carol"));
        assertThat(again.handOver()).isEqualTo(REMOVAL.following("give/" + IMAGE + "/2"));
    }

    @Test
    void transferThatFailsWithoutAnAttemptOfTheRemovalIsRetriedAfterSeconds() {
        assertThat(RetryDelay.isOver(TestInstallation.NOW, 0, TestInstallation.NOW.plusSeconds(4)))
                .isFalse();
        assertThat(RetryDelay.isOver(TestInstallation.NOW, 0, TestInstallation.NOW.plusSeconds(5)))
                .isTrue();
    }

    private static OwnerEvent[] atImages(ImageRemovalPolicy fate) {
        return with(
                COMMITTED,
                new AccountRemovalBegun(REMOVAL, false, fate, null),
                new ContainerRemoved(null, WEB, 3),
                new RemovalAdvanced(REMOVAL, RemovalStep.IMAGES, List.of()));
    }

    @Test
    void imagesAreRemovedAfterContainersAndStorageAfterImages() {
        OwnerEvent[] withoutContainers = with(COMMITTED, BEGUN, new ContainerRemoved(null, WEB, 3));

        given(withoutContainers).whenNext().then(new RemovalAdvanced(REMOVAL, RemovalStep.IMAGES, List.of()));
        OwnerEvent[] atImages = with(withoutContainers, new RemovalAdvanced(REMOVAL, RemovalStep.IMAGES, List.of()));
        given(atImages).whenNext().then(new ImageRemoved(null, IMAGE));
        OwnerEvent[] removed = with(atImages, new ImageRemoved(null, IMAGE));
        given(removed).whenNext().thenNothing();
        given(with(removed, new ImageDeleted(IMAGE)))
                .whenNext()
                .then(new RemovalAdvanced(
                        REMOVAL, RemovalStep.STORAGE, List.of(new HostPartition(TestInstallation.N1.name(), 1))));
    }

    @Test
    void accountRemovalWaitsUntilEveryHostConfirmsTheStorageRemoval() {
        HostPartition n1 = new HostPartition(TestInstallation.N1.name(), 1);
        HostPartition n2 = new HostPartition(TestInstallation.N2.name(), 2);
        RemovalAdvanced storage = new RemovalAdvanced(REMOVAL, RemovalStep.STORAGE, List.of(n1, n2));
        OwnerScenario waiting = given(OPENED, BEGUN, storage);

        waiting.whenNext().thenNothing();
        waiting.when(new SignInAbsent()).thenNothing();
        OwnerScenario.Then confirmed = waiting.when(new StorageAbsent(TestInstallation.N1.name()));
        confirmed.then(new StorageRemoved(TestInstallation.N1.name()));
        assertThat(confirmed.thenEffects())
                .contains(new Effect.DeleteDesiredState(
                        TestInstallation.N1.name(),
                        OwnerRemovalRequested.key(TestInstallation.ALICE, TestInstallation.N1.name())));
        assertThat(snapshot(confirmed).removal().waitingFor()).containsExactly(TestInstallation.N2.name());
        OwnerScenario one = given(OPENED, BEGUN, storage, new StorageRemoved(TestInstallation.N1.name()));
        one.whenNext().thenNothing();
        one.when(new StorageAbsent(TestInstallation.N1.name())).thenNothing();
        given(
                        OPENED,
                        BEGUN,
                        storage,
                        new StorageRemoved(TestInstallation.N1.name()),
                        new StorageRemoved(TestInstallation.N2.name()))
                .whenNext()
                .then(new RemovalAdvanced(REMOVAL, RemovalStep.SIGN_IN, List.of()));
    }

    @Test
    void confirmedSignInRemovalRemovesTheAccountAndItsKeys() {
        OwnerScenario.Then gone = given(OPENED, BEGUN, new RemovalAdvanced(REMOVAL, RemovalStep.SIGN_IN, List.of()))
                .when(new SignInAbsent());

        gone.then(new AccountRemoved(REMOVAL));
        assertThat(snapshot(gone).isRemoved()).isTrue();
        assertThat(snapshot(gone).keys()).isEmpty();
        assertThat(gone.after().open().removal()).isNull();
    }

    private static AccountSnapshot snapshot(OwnerScenario.Then then) {
        return then.after().open().snapshot();
    }

    private static OwnerEvent[] with(OwnerEvent[] some, OwnerEvent... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(OwnerEvent[]::new);
    }
}
