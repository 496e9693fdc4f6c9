package dcm.projection.image;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.view.ImageViewState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ImageProjectionTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final IntentId INTENT = new IntentId("0193a5c2-7b1e-7c3d-8a4b-5c6d7e8f9a0b");
    private static final ContainerId WEB = new ContainerId("00000000000000aa");
    private static final ImageId MINE = new ImageId("00000000000000cc");
    private static final ImageDigest BASE = new ImageDigest("sha256:" + "ab".repeat(32));
    private static final ImageDigest MADE = new ImageDigest("sha256:" + "cd".repeat(32));

    @Test
    void orderedImageHasItsOriginAndNoDigest() {
        ImageRow row = ordered();

        assertThat(row.owner).isEqualTo("alice");
        assertThat(row.name).isEqualTo("mine:1");
        assertThat(row.fromContainerName).isEqualTo("web");
        assertThat(row.fromImage).isEqualTo("debian-ssh:13");
        assertThat(row.fromDigest).isEqualTo(BASE.value());
        assertThat(row.state).isEqualTo(ImageViewState.COMMITTING);
        assertThat(row.digest).isNull();
    }

    @Test
    void createdImageIsReadyWithDigestSizeAndLayers() {
        ImageRow row = ordered();

        ImageProjection.made(row, MADE, new ImageFacts(300, 50, 3, NOON));

        assertThat(row.state).isEqualTo(ImageViewState.READY);
        assertThat(row.digest).isEqualTo(MADE.value());
        assertThat(row.sizeBytes).isEqualTo(300);
        assertThat(row.ownBytes).isEqualTo(50);
        assertThat(row.layers).isEqualTo(3);
        assertThat(row.createdAt).isEqualTo(NOON);
    }

    @Test
    void removedImageKeepsItsRowWithTheRemovalTime() {
        ImageRow row = ordered();

        ImageProjection.removed(row, NOON.plusSeconds(60));

        assertThat(row.state).isEqualTo(ImageViewState.REMOVED);
        assertThat(row.removedAt).isEqualTo(NOON.plusSeconds(60));
    }

    private static ImageRow ordered() {
        AggregateId alice = AggregateId.of(new OwnerName("alice"));
        Envelope envelope = Envelope.first(
                        "e", "admission", alice, NOON, Actor.account(alice.owner()), TraceParent.fresh())
                .asEvent(1, null);
        return ImageProjection.ordered(
                envelope,
                new CommitOrdered(
                        INTENT,
                        WEB,
                        2,
                        NOON.plusSeconds(3600),
                        MINE,
                        new ImageName("mine:1"),
                        new HostName("n1"),
                        1,
                        new ContainerName("web"),
                        new Image(new ImageName("debian-ssh:13"), BASE),
                        "note",
                        false));
    }
}
