package dcm.projection.change;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AffectedViewsTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final HostName N1 = new HostName("n1");
    private static final IntentId INTENT = IntentId.fresh();
    private static final ContainerId WEB = new ContainerId("aaaa000000000001");
    private static final ImageId IMAGE = new ImageId("bbbb000000000001");

    @Test
    void stopChangesTheContainerTheQuotaAndTheIntent() {
        assertThat(affected(new ContainerStopped(INTENT, WEB, 2, 0, false, null)))
                .containsExactlyInAnyOrder("CONTAINER " + WEB, "QUOTA ", "INTENT " + INTENT, "HOST n1");
    }

    @Test
    void removalAlsoChangesThePortsAndTheUseOfTheImage() {
        assertThat(affected(new ContainerRemoved(null, WEB, 2)))
                .containsExactlyInAnyOrder(
                        "CONTAINER " + WEB, "PORTS " + WEB, "IMAGE_USE sha256:1", "QUOTA ", "HOST n1");
    }

    @Test
    void lostHostTakesThePortsOfItsContainers() {
        assertThat(affected(new ContainerLost(WEB, "its host was removed", new HostName("n1"))))
                .contains("FORMER_PORTS " + WEB, "PORTS " + WEB);
    }

    @Test
    void renameChangesWhereTheNameIsShown() {
        assertThat(affected(new ContainerRenamed(INTENT, WEB, new ContainerName("shop"))))
                .contains("CONTAINER " + WEB, "PORTS " + WEB, "IMAGE_USE sha256:1");
    }

    @Test
    void progressChangesTheIntentOnly() {
        assertThat(affected(new FlattenProgressed(INTENT, IMAGE, "reading"))).containsExactly("INTENT " + INTENT);
    }

    @Test
    void removedImageChangesTheImageAndTheQuota() {
        assertThat(affected(new ImageRemoved(null, IMAGE))).containsExactlyInAnyOrder("IMAGE " + IMAGE, "QUOTA ");
    }

    @Test
    void rejectionChangesTheIntentOnly() {
        assertThat(affected(new IntentRejected(INTENT, ErrorCode.NAME_TAKEN, "taken", Map.of())))
                .containsExactly("INTENT " + INTENT);
    }

    @Test
    void lostHomesChangeTheQuota() {
        assertThat(affected(new HomesLost(new HostName("n1")))).containsExactly("QUOTA ");
    }

    private static Set<String> affected(OwnerEvent event) {
        Envelope envelope = Envelope.first(
                        "owner/alice:1",
                        "test",
                        AggregateId.of(ALICE),
                        Instant.EPOCH,
                        Actor.account(ALICE),
                        TraceParent.fresh())
                .asEvent(1, null);
        Set<ChangedView> views = AffectedViews.of(new Message<>(envelope, event), event, "sha256:1", N1);
        assertThat(views)
                .allSatisfy(view ->
                        assertThat(view.owner()).isEqualTo(view.kind() == ChangedView.Kind.HOST ? null : ALICE));
        return views.stream().map(view -> view.kind() + " " + view.id()).collect(Collectors.toSet());
    }
}
