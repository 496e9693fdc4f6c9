package dcm.command.admission.owner;

import static dcm.command.admission.owner.Facts.OPENED;
import static dcm.command.admission.owner.Facts.WEB;
import static dcm.command.admission.owner.OwnerScenario.ASKED;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.Lab;
import dcm.command.admission.owner.OwnerEffects.Effect;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostPlace;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
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
import dcm.contract.wanted.OwnerUnwanted;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private static final IntentId REMOVAL = Lab.intent(50);
    private static final AccountRemovalBegun BEGUN = new AccountRemovalBegun(REMOVAL, true);
    private static final ImageId IMAGE = ImageId.of(Lab.intent(9));
    private static final OwnerEvent[] COMMITTED = {
        OPENED,
        Facts.placed(WEB, "web"),
        Facts.started(WEB, 31_001),
        new CommitOrdered(
                Lab.intent(9),
                WEB,
                2,
                Lab.DEADLINE,
                IMAGE,
                new ImageName("mine:1"),
                Lab.N1.name(),
                1,
                new ContainerName("web"),
                Lab.DEBIAN,
                null,
                false),
        new ContainerCommitted(
                Lab.intent(9),
                WEB,
                2,
                IMAGE,
                new ImageDigest("sha256:" + "cd".repeat(32)),
                new ImageFacts(300, 50, 3, Lab.NOW))
    };

    @Test
    void itBeginsWithAllContainersWhateverTheirState() {
        given(OPENED, Facts.placed(WEB, "web"), Facts.started(WEB, 31_001))
                .when(new RemoveAccount(false))
                .then(
                        new AccountRemovalBegun(ASKED, false),
                        new OperationOrdered(null, WEB, Operation.REMOVE, 2, null));
    }

    @Test
    void imagesStandInTheWayUnlessTheyAreToGoToo() {
        assertThat(given(COMMITTED)
                        .when(new RemoveAccount(false))
                        .thenRejected(ErrorCode.ACCOUNT_HAS_IMAGES)
                        .detail())
                .contains("mine:1");
        assertThat(given(COMMITTED).when(new RemoveAccount(true)).after().open().removal())
                .isNotNull();
    }

    @Test
    void nothingIsAdmittedAnyMoreAndTheNameIsNotGivenAgain() {
        OwnerScenario begun = given(OPENED, BEGUN);

        begun.when(CreateContainer.of(Lab.DEBIAN.name())).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(new ResumeAccount()).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(new RemoveAccount(true)).thenRejected(ErrorCode.ACCOUNT_REMOVED);
        begun.when(OpenAccount.of(Profile.of("Alice", Role.USER), List.of())).thenRejected(ErrorCode.ACCOUNT_EXISTS);
    }

    @Test
    void whileAContainerIsLeftNothingFollows() {
        given(OPENED, Facts.placed(WEB, "web"), BEGUN).whatFollows().thenNothing();
    }

    @Test
    void imagesFollowContainersAndStorageFollowsImages() {
        OwnerEvent[] withoutContainers = with(COMMITTED, BEGUN, new ContainerRemoved(null, WEB, 3));

        given(withoutContainers).whatFollows().then(new RemovalAdvanced(REMOVAL, RemovalStep.IMAGES, List.of()));
        OwnerEvent[] atImages = with(withoutContainers, new RemovalAdvanced(REMOVAL, RemovalStep.IMAGES, List.of()));
        given(atImages).whatFollows().then(new ImageRemoved(null, IMAGE));
        OwnerEvent[] removed = with(atImages, new ImageRemoved(null, IMAGE));
        given(removed).whatFollows().thenNothing();
        given(with(removed, new ImageDeleted(IMAGE)))
                .whatFollows()
                .then(new RemovalAdvanced(REMOVAL, RemovalStep.STORAGE, List.of(new HostPlace(Lab.N1.name(), 1))));
    }

    @Test
    void storageIsUnwantedOnEveryHostWhereSomethingOfHersWasUntilItConfirms() {
        HostPlace n1 = new HostPlace(Lab.N1.name(), 1);
        HostPlace n2 = new HostPlace(Lab.N2.name(), 2);
        RemovalAdvanced storage = new RemovalAdvanced(REMOVAL, RemovalStep.STORAGE, List.of(n1, n2));
        OwnerScenario waiting = given(OPENED, BEGUN, storage);

        waiting.whatFollows().thenNothing();
        waiting.when(new SignInAbsent()).thenNothing();
        OwnerScenario.Then confirmed = waiting.when(new StorageAbsent(Lab.N1.name()));
        confirmed.then(new StorageRemoved(Lab.N1.name()));
        assertThat(confirmed.thenEffects()).contains(new Effect.Forget(1, OwnerUnwanted.key(Lab.ALICE, Lab.N1.name())));
        assertThat(snapshot(confirmed).removal().waitingFor()).containsExactly(Lab.N2.name());
        OwnerScenario one = given(OPENED, BEGUN, storage, new StorageRemoved(Lab.N1.name()));
        one.whatFollows().thenNothing();
        one.when(new StorageAbsent(Lab.N1.name())).thenNothing();
        given(OPENED, BEGUN, storage, new StorageRemoved(Lab.N1.name()), new StorageRemoved(Lab.N2.name()))
                .whatFollows()
                .then(new RemovalAdvanced(REMOVAL, RemovalStep.SIGN_IN, List.of()));
    }

    @Test
    void withTheSignInTheAccountIsGoneAndOnlyItsNameIsLeft() {
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
