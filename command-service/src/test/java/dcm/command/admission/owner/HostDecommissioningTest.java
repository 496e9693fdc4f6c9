package dcm.command.admission.owner;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.removal.RemovalDecider;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that are drained or removed. */
class HostDecommissioningTest {
    private static final HostSnapshot CORDONED =
            TestInstallation.N1.with(new Cordon("new disks", TestInstallation.NOW, null));
    private static final HostSnapshot DRAINED =
            TestInstallation.N1.with(new Cordon("new disks", TestInstallation.NOW, TestInstallation.NOW));
    private static final CreateContainer CREATE = CreateContainer.of(TestInstallation.DEBIAN.name());

    @Test
    void cordonedHostGetsNoContainers() {
        assertThat(given(OPENED)
                        .hosts(CORDONED, TestInstallation.N2)
                        .when(CREATE)
                        .thenOnly(ContainerPlaced.class)
                        .host())
                .isEqualTo(TestInstallation.N2.name());
    }

    @Test
    void createWithHomesOnACordonedHostIsRejectedWithTheReason() {
        OwnerScenario atHome = given(OPENED, EventFixtures.placed(WEB, "web"), EventFixtures.started(WEB, 31_001));

        assertThat(atHome.hosts(CORDONED, TestInstallation.N2)
                        .when(CREATE)
                        .thenRejected(ErrorCode.NO_HOST)
                        .detail())
                .contains("n1", "new disks", "your home directories");
    }

    @Test
    void containerCanBeStartedOnACordonedHostButNotOnADrainedOne() {
        OwnerScenario stopped = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB));
        StartContainer start = new StartContainer(new Handle("web"));

        stopped.hosts(CORDONED).when(start).thenOnly(OperationOrdered.class);
        stopped.hosts(DRAINED).when(start).thenRejected(ErrorCode.NO_HOST);
    }

    @Test
    void runningContainerOnADrainedHostIsStoppedOnce() {
        OwnerScenario running = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.placed(DB, "db"),
                EventFixtures.started(DB, 31_002),
                EventFixtures.stoppedWithoutOrder(DB));
        OperationOrdered stop = new OperationOrdered(null, WEB, StateOperation.STOP, 2, null);

        running.whenHostIsDrained(TestInstallation.N1.name()).then(stop);
        running.whenHostIsDrained(TestInstallation.N2.name()).thenNothing();
        given(OPENED, EventFixtures.placed(WEB, "web"), EventFixtures.started(WEB, 31_001), stop)
                .whenHostIsDrained(TestInstallation.N1.name())
                .thenNothing();
    }

    @Test
    void containersOfARemovedHostAreLostAndItsHomesAreGone() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new OperationOrdered(
                                TestInstallation.intent(8), WEB, StateOperation.STOP, 2, TestInstallation.DEADLINE))
                .whenHostIsRemoved(TestInstallation.N1.name());

        gone.thenKinds(OperationFailed.class, ContainerLost.class, HomesLost.class);
        assertThat(gone.after().known(WEB).isLost()).isTrue();
        assertThat(gone.thenEffects())
                .filteredOn(effect -> effect instanceof Effect.DeleteDesiredState)
                .contains(new Effect.DeleteDesiredState(TestInstallation.N1.name(), WEB.value()));
        assertThat(gone.after().open().homeHost()).isNull();
        assertThat(gone.after().open().hosts()).isEmpty();
        given(OPENED).whenHostIsRemoved(TestInstallation.N1.name()).thenNothing();
    }

    @Test
    void containersThatWereBeingCreatedOrRemovedOnARemovedHostAreNotKept() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        EventFixtures.ordered(WEB, StateOperation.REMOVE, 2),
                        EventFixtures.placed(DB, "db"))
                .whenHostIsRemoved(TestInstallation.N1.name());

        gone.thenKinds(OperationFailed.class, ContainerRemoved.class, OperationFailed.class, HomesLost.class);
        gone.thenContainersAre();
    }

    @Test
    void removedHostLosesAContainerOnce() {
        given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerLost(WEB, "gone", TestInstallation.N1.name()),
                        new HomesLost(TestInstallation.N1.name()))
                .whenHostIsRemoved(TestInstallation.N1.name())
                .thenNothing();
    }

    @Test
    void accountRemovalRemovesLostContainersAtOnce() {
        given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerLost(WEB, "gone", TestInstallation.N1.name()))
                .when(new RemoveAccount(true, null))
                .thenKinds(AccountRemovalBegun.class, ContainerRemoved.class);
    }

    @Test
    void sharedHomesOfARemovedHostStillCountAndAreDeletedByAnotherHost() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerRemoved(null, WEB, 2),
                        new HomesMeasured(TestInstallation.N1.name(), 100, false))
                .policy(TestInstallation.SHARED_STORAGE)
                .whenHostIsRemoved(TestInstallation.N1.name());

        gone.then(new HomesLost(TestInstallation.N1.name()), new HomesMeasured(TestInstallation.N2.name(), 100, false));
        OwnerState leaving = OwnerFold.evolve(
                gone.after(),
                new AccountRemovalBegun(TestInstallation.intent(50), true, null, null),
                TestInstallation.NOW);
        OwnerState withoutImages = OwnerFold.evolve(
                leaving,
                new RemovalAdvanced(TestInstallation.intent(50), RemovalStep.IMAGES, List.of()),
                TestInstallation.NOW);
        assertThat(RemovalDecider.next(withoutImages, TestInstallation.context(TestInstallation.N2)))
                .containsExactly(new RemovalAdvanced(
                        TestInstallation.intent(50),
                        RemovalStep.STORAGE,
                        List.of(new HostPartition(TestInstallation.N2.name(), 2))));
    }

    @Test
    void anotherHostDeletesSharedHomesIfTheHostThatShouldIsRemoved() {
        given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerRemoved(null, WEB, 2),
                        new AccountRemovalBegun(TestInstallation.intent(50), true, null, null),
                        new RemovalAdvanced(
                                TestInstallation.intent(50),
                                RemovalStep.STORAGE,
                                List.of(new HostPartition(TestInstallation.N1.name(), 1))))
                .policy(TestInstallation.SHARED_STORAGE)
                .whenHostIsRemoved(TestInstallation.N1.name())
                .then(
                        new HomesLost(TestInstallation.N1.name()),
                        new RemovalAdvanced(
                                TestInstallation.intent(50),
                                RemovalStep.STORAGE,
                                List.of(new HostPartition(TestInstallation.N2.name(), 2))));
    }

    @Test
    void accountRemovalDoesNotWaitForARemovedHost() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        new ContainerRemoved(null, WEB, 2),
                        new AccountRemovalBegun(TestInstallation.intent(50), true, null, null),
                        new RemovalAdvanced(
                                TestInstallation.intent(50),
                                RemovalStep.STORAGE,
                                List.of(new HostPartition(TestInstallation.N1.name(), 1))))
                .whenHostIsRemoved(TestInstallation.N1.name());

        gone.then(new HomesLost(TestInstallation.N1.name()));
        assertThat(gone.thenEffects())
                .contains(new Effect.DeleteDesiredState(
                        TestInstallation.N1.name(),
                        OwnerRemovalRequested.key(TestInstallation.ALICE, TestInstallation.N1.name())));
        assertThat(RemovalDecider.next(gone.after(), TestInstallation.context(TestInstallation.N2)))
                .containsExactly(new RemovalAdvanced(TestInstallation.intent(50), RemovalStep.SIGN_IN, List.of()));
    }
}
