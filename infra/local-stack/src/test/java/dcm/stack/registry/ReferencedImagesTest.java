package dcm.stack.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReferencedImagesTest {
    private static final String HEX = "ab".repeat(32);
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + HEX);
    private static final ImageId IMAGE = new ImageId("8899aabbccddeeff");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final IntentId INTENT = new IntentId(new UUID(1, 2).toString());

    private final ReferencedImages images = new ReferencedImages();

    @Test
    void imageIsReferencedUntilItIsRemoved() {
        images.apply(new ImageImported(INTENT, IMAGE, DIGEST, new ImageFacts(1, 1, 1, Instant.EPOCH)));
        assertEquals(Set.of(HEX), images.tags());

        images.apply(new ImageRemoved(INTENT, IMAGE));
        images.apply(new ImageDeleted(IMAGE));
        assertEquals(Set.of(), images.tags());
    }

    @Test
    void imageOfAContainerIsReferencedUntilTheContainerIsRemoved() {
        images.apply(new ContainerPlaced(
                INTENT,
                WEB,
                new ContainerName("web"),
                new Image(new ImageName("mine:1"), DIGEST),
                new Limits(1000, 1024, 512, null),
                new HostName("n1"),
                1,
                1,
                Instant.EPOCH,
                List.of(),
                null,
                Settings.NONE,
                null,
                null,
                List.of()));
        assertEquals(Set.of(HEX), images.tags());

        images.apply(new ContainerRemoved(INTENT, WEB, 2));
        assertEquals(Set.of(), images.tags());
    }
}
