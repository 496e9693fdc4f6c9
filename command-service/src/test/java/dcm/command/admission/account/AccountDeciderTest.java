package dcm.command.admission.account;

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
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.AccountEvent.LoginKeysPublished;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.SignedIn;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.ChangeProfile.Clearable;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RecordSignIn;
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
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountDeciderTest {
    private static final PublicKey LAPTOP = key(1, "laptop");
    private static final PublicKey DESKTOP = key(2, "desktop");
    private static final KeysChanged HAS_LAPTOP = new KeysChanged(TestInstallation.intent(2), List.of(LAPTOP), null);
    private static final LoginKeys KEYS_OF_N1 =
            new LoginKeys(TestInstallation.N1.name(), "ssh-ed25519 " + "A".repeat(68), "ssh-ed25519 " + "B".repeat(68));
    private static final AccountSuspended SUSPENDED =
            new AccountSuspended(TestInstallation.intent(3), "talk to us", null);

    @Test
    void recordedSignInDoesNotPublishTheUnchangedAccount() {
        OwnerScenario.Then recorded = given(OPENED, HAS_LAPTOP).when(new RecordSignIn());

        recorded.then(new SignedIn(INTENT));
        assertThat(recorded.thenEffects()).isEmpty();
    }

    // ---- keys ----

    @Test
    void keysAreAddedOnce() {
        given(OPENED, HAS_LAPTOP)
                .when(new AddKeys(List.of(DESKTOP)))
                .then(new KeysChanged(INTENT, List.of(LAPTOP, DESKTOP), null));
        given(OPENED, HAS_LAPTOP)
                .when(new AddKeys(List.of(LAPTOP)))
                .then(new KeysChanged(INTENT, List.of(LAPTOP), null));
    }

    @Test
    void repeatedKeyGetsItsNewComment() {
        PublicKey renamed = key(1, "old-laptop");

        given(OPENED, HAS_LAPTOP)
                .when(new AddKeys(List.of(renamed)))
                .then(new KeysChanged(INTENT, List.of(renamed), null));
    }

    @Test
    void removedKeyIsRevokedUntilItIsAddedAgain() {
        OwnerScenario.Then removed =
                given(OPENED, HAS_LAPTOP).when(new RemoveKeys(List.of(LAPTOP.fingerprint()), null));

        removed.then(new KeysChanged(INTENT, List.of(), null));
        assertThat(account(removed).keys()).isEmpty();
        assertThat(account(removed).revokedKeys()).containsExactly(LAPTOP);
        OwnerScenario.Then again = given(
                        OPENED, HAS_LAPTOP, new KeysChanged(TestInstallation.intent(4), List.of(), null))
                .when(new AddKeys(List.of(LAPTOP)));
        assertThat(account(again).keys()).containsExactly(LAPTOP);
        assertThat(account(again).revokedKeys()).isEmpty();
    }

    @Test
    void removalOfAnUnknownKeyIsRejectedWithTheFingerprints() {
        IntentRejected rejected = given(OPENED, HAS_LAPTOP)
                .when(new RemoveKeys(List.of(LAPTOP.fingerprint(), DESKTOP.fingerprint()), null))
                .thenRejected(ErrorCode.UNKNOWN_KEY);

        assertThat(rejected.detail()).contains(DESKTOP.fingerprint(), LAPTOP.fingerprint());
    }

    @Test
    void replacedKeysAreRevoked() {
        OwnerScenario.Then replaced = given(OPENED, HAS_LAPTOP).when(new ReplaceKeys(List.of(DESKTOP), null));

        replaced.then(new KeysChanged(INTENT, List.of(DESKTOP), null));
        assertThat(account(replaced).revokedKeys()).containsExactly(LAPTOP);
    }

    @Test
    void keyOverTheLimitOf100IsRejected() {
        List<PublicKey> hundred =
                IntStream.range(0, 100).mapToObj(n -> key(n, "key")).toList();

        given(OPENED).when(new AddKeys(hundred)).thenOnly(KeysChanged.class);
        IntentRejected rejected = given(OPENED, new KeysChanged(TestInstallation.intent(2), hundred, null))
                .when(new AddKeys(List.of(key(100, "one more"))))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.numbers()).containsEntry("limit", 100L).containsEntry("asked", 101L);
    }

    @Test
    void keysThatWouldMakeTheAccountTooLargeForTheLogAreRejected() {
        List<PublicKey> large =
                IntStream.range(0, 40).mapToObj(n -> key(n, 2_900, "large")).toList();

        IntentRejected rejected = given(OPENED).when(new AddKeys(large)).thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.numbers()).containsEntry("limit", 131_072L);
        given().when(OpenAccount.of(Profile.of("Alice", Role.USER), large)).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        OwnerEvent[] replaced = Stream.concat(
                        Stream.of(OPENED),
                        IntStream.range(0, 5)
                                .mapToObj(n -> new KeysChanged(
                                        TestInstallation.intent(10 + n), large.subList(8 * n, 8 * n + 8), null)))
                .toArray(OwnerEvent[]::new);
        assertThat(account(given(replaced).when(new ReplaceKeys(List.of(LAPTOP), null)))
                        .revokedKeys())
                .hasSizeBetween(30, 35)
                .contains(large.getLast())
                .doesNotContain(large.getFirst());
    }

    // ---- suspension ----

    @ParameterizedTest
    @MethodSource("userIntents")
    void intentOfASuspendedAccountIsRejected(OwnerIntent intent) {
        IntentRejected rejected = given(OPENED, SUSPENDED).when(intent).thenRejected(ErrorCode.ACCOUNT_SUSPENDED);

        assertThat(rejected.detail()).contains("talk to us");
    }

    static Stream<OwnerIntent> userIntents() {
        return Stream.of(
                CreateContainer.of(TestInstallation.DEBIAN.name()),
                new StopContainer(new Handle("web")),
                new RemoveImage(new ImageName("mine")),
                new FlattenImage(new ImageName("mine"), null));
    }

    @Test
    void loginKeysOfAHostWithContainersOfTheAccountArePublished() {
        OwnerScenario.Then published =
                given(OPENED, EventFixtures.placed(WEB, "web")).when(new LoginKeysReported(KEYS_OF_N1));

        published.then(new LoginKeysPublished(KEYS_OF_N1));
        assertThat(published.after().open().snapshot().loginKeys()).containsExactly(KEYS_OF_N1);
        given(OPENED, EventFixtures.placed(WEB, "web"), new LoginKeysPublished(KEYS_OF_N1))
                .when(new LoginKeysReported(KEYS_OF_N1))
                .thenNothing();
    }

    @Test
    void loginKeysOfAHostWithoutContainersOfTheAccountAreIgnored() {
        given(OPENED).when(new LoginKeysReported(KEYS_OF_N1)).thenNothing();
        given(OPENED, EventFixtures.placed(WEB, "web"))
                .when(new LoginKeysReported(
                        new LoginKeys(TestInstallation.N2.name(), KEYS_OF_N1.authority(), KEYS_OF_N1.login())))
                .thenNothing();
    }

    @Test
    void hostIsNoLongerTrustedWhenItsLastContainerIsGone() {
        OwnerScenario running = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.placed(DB, "db"),
                new LoginKeysPublished(KEYS_OF_N1),
                new ContainerRemoved(null, DB, null));
        assertThat(running.whenNext().after().open().snapshot().loginKeys()).containsExactly(KEYS_OF_N1);

        OwnerScenario.Then lost = running.whenHostIsRemoved(TestInstallation.N1.name());

        assertThat(lost.after().open().snapshot().loginKeys()).isNull();
        assertThat(lost.thenEffects())
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                Effect.PublishAccount.class,
                                account -> assertThat(account.snapshot().loginKeys())
                                        .isNull()));
    }

    @Test
    void hostThatDoesNotConfirmTheRemovalOfItsLastContainerIsNoLongerTrusted() {
        OperationOrdered removal = EventFixtures.undo(WEB, StateOperation.REMOVE, 2);
        OwnerScenario removing = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                new LoginKeysPublished(KEYS_OF_N1),
                removal);

        assertThat(removing.whenNext().after().open().snapshot().loginKeys()).isNull();
        removing.when(new LoginKeysReported(KEYS_OF_N1)).thenNothing();
    }

    @Test
    void suspensionStopsRunningContainersOnlyWhenRequested() {
        OwnerScenario running = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.placed(DB, "db"),
                EventFixtures.started(DB, 31_002),
                EventFixtures.stoppedWithoutOrder(DB));

        running.when(new SuspendAccount("talk to us", false, null))
                .then(new AccountSuspended(INTENT, "talk to us", null));
        running.when(new SuspendAccount(null, true, null))
                .then(
                        new AccountSuspended(INTENT, null, null),
                        new OperationOrdered(null, WEB, StateOperation.STOP, 2, null));
    }

    @Test
    void resumedAccountKeepsItsKeysAndCanCreateContainers() {
        OwnerScenario.Then resumed = given(OPENED, HAS_LAPTOP, SUSPENDED).when(new ResumeAccount());

        resumed.then(new AccountResumed(INTENT));
        assertThat(account(resumed).isSuspended()).isFalse();
        assertThat(account(resumed).keys()).containsExactly(LAPTOP);
        given(OPENED, SUSPENDED, new AccountResumed(TestInstallation.intent(5)))
                .when(CreateContainer.of(TestInstallation.DEBIAN.name()))
                .thenOnly(dcm.contract.event.ContainerEvent.ContainerPlaced.class);
    }

    @Test
    void sessionsEndOnlyWhenRequested() {
        OwnerScenario open = given(OPENED, HAS_LAPTOP);

        assertThat(account(open.when(new RemoveKeys(List.of(LAPTOP.fingerprint()), true)))
                        .sessionsEndedAt())
                .isEqualTo(TestInstallation.NOW);
        assertThat(account(open.when(new ReplaceKeys(List.of(DESKTOP), true))).sessionsEndedAt())
                .isEqualTo(TestInstallation.NOW);
        assertThat(account(open.when(new SuspendAccount(null, false, true))).sessionsEndedAt())
                .isEqualTo(TestInstallation.NOW);
        assertThat(account(open.when(new SuspendAccount(null, false, false))).sessionsEndedAt())
                .isNull();
    }

    // ---- profile, group, expiry ----

    private static final GroupName STUDENTS = new GroupName("students");
    private static final GroupSnapshot STUDENTS_GROUP = GroupSnapshot.empty(STUDENTS);
    private static final ProfileChanged ENDS = new ProfileChanged(
            TestInstallation.intent(6), new Profile("Alice", Role.USER, null, null, TestInstallation.NOW));

    @Test
    void omittedProfileFieldsAreUnchangedAndClearedFieldsAreRemoved() {
        ChangeProfile email = new ChangeProfile(null, null, "alice@lab.example", null, null, Set.of());
        ProfileChanged changed = new ProfileChanged(
                INTENT, new Profile("Alice", Role.USER, "alice@lab.example", STUDENTS, TestInstallation.NOW));
        ProfileChanged before = new ProfileChanged(
                TestInstallation.intent(6), new Profile("Alice", Role.USER, "a@b", STUDENTS, TestInstallation.NOW));

        given(OPENED, before).when(email).then(changed);
        given(OPENED, before)
                .when(new ChangeProfile(null, null, null, null, null, Set.of(Clearable.values())))
                .then(new ProfileChanged(INTENT, Profile.of("Alice", Role.USER)));
    }

    @Test
    void profileWithAnUnknownGroupIsRejected() {
        ChangeProfile join = new ChangeProfile(null, null, null, STUDENTS, null, Set.of());
        ChangeProfile everybody = new ChangeProfile(null, null, null, GroupName.EVERYBODY, null, Set.of());

        given(OPENED).catalog(STUDENTS_GROUP).when(join).thenOnly(ProfileChanged.class);
        given(OPENED).when(join).thenRejected(ErrorCode.UNKNOWN_GROUP);
        given(OPENED)
                .catalog(STUDENTS_GROUP.remove(TestInstallation.NOW))
                .when(join)
                .thenRejected(ErrorCode.UNKNOWN_GROUP);
        given(OPENED).when(everybody).thenRejected(ErrorCode.BAD_INPUT);
        Profile student = new Profile("Alice", Role.USER, null, STUDENTS, null);
        given().when(OpenAccount.of(student, List.of())).thenRejected(ErrorCode.UNKNOWN_GROUP);
    }

    @Test
    void accountExpiresAndItsContainersAreStopped() {
        OwnerScenario.Then ended = given(
                        OPENED, ENDS, EventFixtures.placed(WEB, "web"), EventFixtures.started(WEB, 31_001))
                .whenAccountExpires();

        ended.then(
                new AccountExpired(TestInstallation.NOW),
                new OperationOrdered(null, WEB, StateOperation.STOP, 2, null));
        assertThat(account(ended).isSuspended()).isTrue();
        assertThat(account(ended).suspensionSentence()).contains("expired", "2030-01-01T12:00");
    }

    @Test
    void suspendedAccountDoesNotExpireAndCannotBeResumedAfterItsEnd() {
        given(OPENED, ENDS, SUSPENDED).whenAccountExpires().thenNothing();
        given(OPENED, ENDS, SUSPENDED).when(new ResumeAccount()).thenRejected(ErrorCode.ACCOUNT_SUSPENDED);
        given(OPENED).whenAccountExpires().thenNothing();
    }

    @Test
    void laterEndResumesAnExpiredAccountButNotASuspendedOne() {
        ChangeProfile later = new ChangeProfile(null, null, null, null, TestInstallation.NOW.plusSeconds(1), Set.of());
        ChangeProfile never = new ChangeProfile(null, null, null, null, null, Set.of(Clearable.EXPIRES_AT));
        ChangeProfile past = new ChangeProfile(null, null, null, null, TestInstallation.NOW, Set.of());
        AccountExpired expired = new AccountExpired(TestInstallation.NOW);

        assertThat(account(given(OPENED, ENDS, expired).when(later)).isSuspended())
                .isFalse();
        assertThat(account(given(OPENED, ENDS, expired).when(never)).isSuspended())
                .isFalse();
        assertThat(account(given(OPENED, ENDS, expired).when(past)).isSuspended())
                .isTrue();
        assertThat(account(given(OPENED, ENDS, SUSPENDED).when(never)).isSuspended())
                .isTrue();
    }

    private static AccountSnapshot account(OwnerScenario.Then then) {
        return Objects.requireNonNull(then.after().account()).snapshot();
    }

    /** An ed25519 key derived from a number. */
    private static PublicKey key(int number, String comment) {
        return key(number, 32, comment);
    }

    private static PublicKey key(int number, int bytes, String comment) {
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] blob = ByteBuffer.allocate(4 + type.length + 4 + bytes)
                .putInt(type.length)
                .put(type)
                .putInt(bytes)
                .putInt(number)
                .array();
        return new PublicKey("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " " + comment);
    }
}
