package dcm.command.admission.account;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.Observation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which hosts get an account. */
class AccountEffectsTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final PublicKey LAPTOP =
            new PublicKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB laptop");

    @Test
    void accountIsPublishedToAHostWithItsFirstContainerThereOnly() {
        CreateContainer create = new CreateContainer(
                TestInstallation.DEBIAN.name(),
                new ContainerName("web"),
                null,
                null,
                List.of(),
                null,
                Settings.NONE,
                null,
                null);

        assertThat(hosts(given(OPENED).when(create))).hasSize(1);
        assertThat(hosts(given(OPENED, EventFixtures.placed(EventFixtures.DB, "db"))
                        .when(create)))
                .isEmpty();
    }

    @Test
    void changeIsPublishedToAllHostsOfTheOwnerAndToNoOther() {
        AddKeys add = new AddKeys(List.of(LAPTOP));

        assertThat(hosts(moving().when(add))).containsExactly(N1, N2);
        assertThat(hosts(given(OPENED).when(add))).isEmpty();
        assertThat(accounts(onN1().when(add)))
                .singleElement()
                .satisfies(account -> assertThat(account.keys()).containsExactly(LAPTOP));
        assertThat(accounts(onN1().when(new SuspendAccount("talk to us", false, null))))
                .singleElement()
                .satisfies(account -> assertThat(account.suspended()).isTrue());
    }

    @Test
    void whatAHostNeedNotKnowIsNotPublishedToIt() {
        OwnerScenario.Then renamed = onN1().when(new ChangeProfile("Alice Liddell", null, null, null, null, Set.of()));
        OwnerScenario.Then copied = moving().when(new HomesArriving(N2, TestInstallation.intent(70), 100, null));

        assertThat(renamed.thenEffects()).singleElement().isInstanceOf(Effect.PublishAccount.class);
        assertThat(copied.thenEffects()).singleElement().isInstanceOf(Effect.PublishAccount.class);
    }

    @Test
    void accountIsDeletedFromAHostWhenNothingOfItsOwnerIsThere() {
        Effect deleted = new Effect.DeleteDesiredState(N1, DesiredAccount.key(TestInstallation.ALICE));
        OwnerScenario.Then removed = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new OperationOrdered(INTENT, WEB, StateOperation.REMOVE, 2, TestInstallation.DEADLINE))
                .when(new OrderDone(N1, WEB, 2, Observation.ABSENT));

        assertThat(removed.thenEffects()).as("homes are still there").doesNotContain(deleted);
        assertThat(onN1().whenHostIsRemoved(N1).thenEffects()).contains(deleted);
    }

    @Test
    void removedAccountIsDeletedFromTheHostThatHadItsHomes() {
        OwnerScenario.Then removed = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new AccountRemovalBegun(INTENT, true, null, null),
                        new OperationOrdered(INTENT, WEB, StateOperation.REMOVE, 2, TestInstallation.DEADLINE),
                        new ContainerRemoved(INTENT, WEB, 2),
                        new RemovalAdvanced(INTENT, RemovalStep.SIGN_IN, List.of()))
                .when(new SignInAbsent());

        assertThat(removed.thenEffects())
                .contains(new Effect.DeleteDesiredState(N1, DesiredAccount.key(TestInstallation.ALICE)));
    }

    private static OwnerScenario onN1() {
        return given(OPENED, EventFixtures.placed(WEB, "web"), EventFixtures.started(WEB, 31_001));
    }

    private static OwnerScenario moving() {
        return given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB),
                new HomesMoveBegun(TestInstallation.intent(70), N1, new HostPartition(N2, 2), List.of(), 300),
                new HomesCopyBegun(TestInstallation.intent(70)));
    }

    private static List<HostName> hosts(OwnerScenario.Then then) {
        return accounts(then).stream().map(DesiredAccount::host).toList();
    }

    private static List<DesiredAccount> accounts(OwnerScenario.Then then) {
        return then.thenEffects().stream()
                .flatMap(effect -> effect instanceof Effect.PublishDesiredState(DesiredAccount account)
                        ? Stream.of(account)
                        : Stream.empty())
                .toList();
    }
}
