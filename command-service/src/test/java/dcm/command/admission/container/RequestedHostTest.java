package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Batch;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.PlacementRequest.Spread;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.problem.HostRefusal.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Creates that select hosts. */
class RequestedHostTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final PlacementRequest ON_N2 = new PlacementRequest(N2, List.of(), null);
    private static final PlacementRequest ON_GPU = new PlacementRequest(null, List.of(new HostLabel("gpu")), null);
    private static final PlacementRequest APART = new PlacementRequest(null, List.of(), Spread.APART);

    @Test
    void requestedHostGetsTheContainer() {
        ContainerPlaced placed = given(OPENED).when(create(ON_N2, null)).thenOnly(ContainerPlaced.class);

        assertThat(placed.host()).isEqualTo(N2);
        assertThat(placed.placement()).isEqualTo(ON_N2);
    }

    @Test
    void unknownHostIsRejected() {
        given(OPENED)
                .when(create(new PlacementRequest(new HostName("n9"), List.of(), null), null))
                .thenRejected(ErrorCode.UNKNOWN_HOST);
    }

    @Test
    void otherHostThanTheHomeHostIsRejectedWithLocalHomes() {
        IntentRejected rejected =
                given(OPENED, placed(WEB, "web")).when(create(ON_N2, null)).thenRejected(ErrorCode.HOMES_NOT_SHARED);

        assertThat(rejected.detail()).contains("your home directories are on n1");
        given(OPENED, placed(WEB, "web"))
                .policy(TestInstallation.SHARED_STORAGE)
                .when(create(ON_N2, null))
                .thenKinds(ContainerPlaced.class);
    }

    @Test
    void rejectionListsEachHostWithItsReason() {
        IntentRejected rejected = given(OPENED).when(create(ON_GPU, null)).thenRejected(ErrorCode.NO_HOST);

        assertThat(rejected.detail()).contains("n1, n2: lacks the label gpu.");
        assertThat(rejected.hosts())
                .containsExactly(
                        new HostRefusal(N1, Reason.LABEL_MISSING, "lacks the label gpu"),
                        new HostRefusal(N2, Reason.LABEL_MISSING, "lacks the label gpu"));
    }

    @Test
    void labeledHostGetsTheContainer() {
        ContainerPlaced placed = given(OPENED)
                .hosts(TestInstallation.N1, TestInstallation.N2.labeled(ON_GPU.on()))
                .when(create(ON_GPU, null))
                .thenOnly(ContainerPlaced.class);

        assertThat(placed.host()).isEqualTo(N2);
    }

    @Test
    void containersApartAreOnDifferentHosts() {
        List<ContainerPlaced> placed = given(OPENED)
                .policy(TestInstallation.SHARED_STORAGE)
                .when(create(APART, 2))
                .thenAll(ContainerPlaced.class);

        assertThat(placed).extracting(ContainerPlaced::host).containsExactlyInAnyOrder(N1, N2);
    }

    @Test
    void containersOfABatchAreTogetherByDefault() {
        List<ContainerPlaced> placed = given(OPENED)
                .policy(TestInstallation.SHARED_STORAGE)
                .when(create(null, 3))
                .thenAll(ContainerPlaced.class);

        assertThat(placed)
                .extracting(ContainerPlaced::host)
                .hasSize(3)
                .containsOnly(placed.getFirst().host());
    }

    @Test
    void containersApartAreRejectedWithLocalHomes() {
        given(OPENED).when(create(APART, 2)).thenRejected(ErrorCode.HOMES_NOT_SHARED);
    }

    private static CreateContainer create(@Nullable PlacementRequest placement, @Nullable Integer count) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                null,
                null,
                List.of(),
                null,
                Settings.NONE,
                count == null ? null : new Batch(count, null),
                null,
                placement);
    }
}
