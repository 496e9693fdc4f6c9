package dcm.command.admission.owner;

import static dcm.command.admission.owner.Facts.DB;
import static dcm.command.admission.owner.Facts.OPENED;
import static dcm.command.admission.owner.Facts.WEB;
import static dcm.command.admission.owner.OwnerScenario.ASKED;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.Lab;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PublicKey;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountDeciderTest {
    private static final PublicKey LAPTOP = key(1, "laptop");
    private static final PublicKey DESKTOP = key(2, "desktop");
    private static final KeysChanged HAS_LAPTOP = new KeysChanged(Lab.intent(2), List.of(LAPTOP));
    private static final AccountSuspended SUSPENDED = new AccountSuspended(Lab.intent(3), "talk to us");

    // ---- keys ----

    @Test
    void keysAreAddedOnce() {
        given(OPENED, HAS_LAPTOP)
                .when(new AddKeys(List.of(DESKTOP)))
                .then(new KeysChanged(ASKED, List.of(LAPTOP, DESKTOP)));
        given(OPENED, HAS_LAPTOP).when(new AddKeys(List.of(LAPTOP))).then(new KeysChanged(ASKED, List.of(LAPTOP)));
    }

    @Test
    void theSameKeyAgainHasItsNewComment() {
        PublicKey renamed = key(1, "old-laptop");

        given(OPENED, HAS_LAPTOP).when(new AddKeys(List.of(renamed))).then(new KeysChanged(ASKED, List.of(renamed)));
    }

    @Test
    void aRemovedKeyIsShutOutUntilItIsGivenAgain() {
        OwnerScenario.Then removed = given(OPENED, HAS_LAPTOP).when(new RemoveKeys(List.of(LAPTOP.fingerprint())));

        removed.then(new KeysChanged(ASKED, List.of()));
        assertThat(account(removed).keys()).isEmpty();
        assertThat(account(removed).revokedKeys()).containsExactly(LAPTOP);
        OwnerScenario.Then again = given(OPENED, HAS_LAPTOP, new KeysChanged(Lab.intent(4), List.of()))
                .when(new AddKeys(List.of(LAPTOP)));
        assertThat(account(again).keys()).containsExactly(LAPTOP);
        assertThat(account(again).revokedKeys()).isEmpty();
    }

    @Test
    void aKeyThatSheDoesNotHaveIsNotRemovedAndHersAreNamed() {
        IntentRejected rejected = given(OPENED, HAS_LAPTOP)
                .when(new RemoveKeys(List.of(LAPTOP.fingerprint(), DESKTOP.fingerprint())))
                .thenRejected(ErrorCode.UNKNOWN_KEY);

        assertThat(rejected.detail()).contains(DESKTOP.fingerprint(), LAPTOP.fingerprint());
    }

    @Test
    void replacedKeysAreShutOut() {
        OwnerScenario.Then replaced = given(OPENED, HAS_LAPTOP).when(new ReplaceKeys(List.of(DESKTOP)));

        replaced.then(new KeysChanged(ASKED, List.of(DESKTOP)));
        assertThat(account(replaced).revokedKeys()).containsExactly(LAPTOP);
    }

    @Test
    void anAccountHasAHundredKeysAtMost() {
        List<PublicKey> hundred =
                IntStream.range(0, 100).mapToObj(n -> key(n, "key")).toList();

        given(OPENED).when(new AddKeys(hundred)).thenOnly(KeysChanged.class);
        IntentRejected rejected = given(OPENED, new KeysChanged(Lab.intent(2), hundred))
                .when(new AddKeys(List.of(key(100, "one more"))))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.numbers()).containsEntry("limit", 100L).containsEntry("asked", 101L);
    }

    // ---- suspension ----

    @ParameterizedTest
    @MethodSource("whatPeopleAskFor")
    void aSuspendedAccountIsAdmittedNothing(OwnerIntent intent) {
        IntentRejected rejected = given(OPENED, SUSPENDED).when(intent).thenRejected(ErrorCode.ACCOUNT_SUSPENDED);

        assertThat(rejected.detail()).contains("talk to us");
    }

    static Stream<OwnerIntent> whatPeopleAskFor() {
        return Stream.of(
                CreateContainer.of(Lab.DEBIAN.name()),
                new StopContainer(new Handle("web")),
                new RemoveImage(new ImageName("mine")),
                new FlattenImage(new ImageName("mine"), null));
    }

    @Test
    void containersOfASuspendedAccountRunOnUnlessTheyAreToBeStopped() {
        OwnerScenario running = given(
                OPENED,
                Facts.placed(WEB, "web"),
                Facts.started(WEB, 31_001),
                Facts.placed(DB, "db"),
                Facts.started(DB, 31_002),
                Facts.stoppedByItself(DB));

        running.when(new SuspendAccount("talk to us", false)).then(new AccountSuspended(ASKED, "talk to us"));
        running.when(new SuspendAccount(null, true))
                .then(new AccountSuspended(ASKED, null), new OperationOrdered(null, WEB, Operation.STOP, 2, null));
    }

    @Test
    void aResumedAccountIsAsItWas() {
        OwnerScenario.Then resumed = given(OPENED, HAS_LAPTOP, SUSPENDED).when(new ResumeAccount());

        resumed.then(new AccountResumed(ASKED));
        assertThat(account(resumed).suspended()).isFalse();
        assertThat(account(resumed).keys()).containsExactly(LAPTOP);
        given(OPENED, SUSPENDED, new AccountResumed(Lab.intent(5)))
                .when(CreateContainer.of(Lab.DEBIAN.name()))
                .thenOnly(dcm.contract.event.ContainerEvent.ContainerPlaced.class);
    }

    private static AccountSnapshot account(OwnerScenario.Then then) {
        return Objects.requireNonNull(then.after().account()).snapshot();
    }

    /** An ed25519 key made of nothing but a number. */
    private static PublicKey key(int number, String comment) {
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] blob = ByteBuffer.allocate(4 + type.length + 4 + 32)
                .putInt(type.length)
                .put(type)
                .putInt(32)
                .putInt(number)
                .array();
        return new PublicKey("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " " + comment);
    }
}
