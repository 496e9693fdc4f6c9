package dcm.command.admission.owner;

import static dcm.command.admission.owner.Facts.DB;
import static dcm.command.admission.owner.Facts.OPENED;
import static dcm.command.admission.owner.Facts.WEB;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.Lab;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostPlace;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that are drained or removed. */
class DepartureTest {
    private static final HostSnapshot CORDONED = Lab.N1.with(new Cordon("new disks", Lab.NOW, null));
    private static final HostSnapshot DRAINED = Lab.N1.with(new Cordon("new disks", Lab.NOW, Lab.NOW));
    private static final CreateContainer CREATE = CreateContainer.of(Lab.DEBIAN.name());

    @Test
    void cordonedHostGetsNoContainers() {
        assertThat(given(OPENED)
                        .hosts(CORDONED, Lab.N2)
                        .when(CREATE)
                        .thenOnly(ContainerPlaced.class)
                        .host())
                .isEqualTo(Lab.N2.name());
    }

    @Test
    void createWithHomesOnACordonedHostIsRejectedWithTheReason() {
        OwnerScenario atHome = given(OPENED, Facts.placed(WEB, "web"), Facts.started(WEB, 31_001));

        assertThat(atHome.hosts(CORDONED, Lab.N2)
                        .when(CREATE)
                        .thenRejected(ErrorCode.NO_HOST)
                        .detail())
                .contains("n1", "new disks", "your home directories");
    }

    @Test
    void containerCanBeStartedOnACordonedHostButNotOnADrainedOne() {
        OwnerScenario stopped =
                given(OPENED, Facts.placed(WEB, "web"), Facts.started(WEB, 31_001), Facts.stoppedWithoutOrder(WEB));
        StartContainer start = new StartContainer(new Handle("web"));

        stopped.hosts(CORDONED).when(start).thenOnly(OperationOrdered.class);
        stopped.hosts(DRAINED).when(start).thenRejected(ErrorCode.NO_HOST);
    }

    @Test
    void runningContainerOnADrainedHostIsStoppedOnce() {
        OwnerScenario running = given(
                OPENED,
                Facts.placed(WEB, "web"),
                Facts.started(WEB, 31_001),
                Facts.placed(DB, "db"),
                Facts.started(DB, 31_002),
                Facts.stoppedWithoutOrder(DB));
        OperationOrdered stop = new OperationOrdered(null, WEB, Operation.STOP, 2, null);

        running.whenHostIsDrained(Lab.N1.name()).then(stop);
        running.whenHostIsDrained(Lab.N2.name()).thenNothing();
        given(OPENED, Facts.placed(WEB, "web"), Facts.started(WEB, 31_001), stop)
                .whenHostIsDrained(Lab.N1.name())
                .thenNothing();
    }

    @Test
    void hostRemovalRemovesItsContainersAndHomes() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        Facts.placed(WEB, "web"),
                        Facts.started(WEB, 31_001),
                        new OperationOrdered(Lab.intent(8), WEB, Operation.STOP, 2, Lab.DEADLINE))
                .whenHostIsRemoved(Lab.N1.name());

        gone.thenKinds(OperationFailed.class, ContainerLost.class, ContainerRemoved.class, HomesLost.class);
        assertThat(gone.after().containers()).isEmpty();
        assertThat(gone.after().open().homeHost()).isNull();
        assertThat(gone.after().open().hosts()).isEmpty();
        given(OPENED).whenHostIsRemoved(Lab.N1.name()).thenNothing();
    }

    @Test
    void accountRemovalDoesNotWaitForARemovedHost() {
        OwnerScenario.Then gone = given(
                        OPENED,
                        Facts.placed(WEB, "web"),
                        Facts.started(WEB, 31_001),
                        new ContainerRemoved(null, WEB, 2),
                        new AccountRemovalBegun(Lab.intent(50), true, null, null),
                        new RemovalAdvanced(
                                Lab.intent(50), RemovalStep.STORAGE, List.of(new HostPlace(Lab.N1.name(), 1))))
                .whenHostIsRemoved(Lab.N1.name());

        gone.then(new HomesLost(Lab.N1.name()));
        assertThat(Removals.next(gone.after(), Lab.context(Lab.N2)))
                .containsExactly(new RemovalAdvanced(Lab.intent(50), RemovalStep.SIGN_IN, List.of()));
    }
}
