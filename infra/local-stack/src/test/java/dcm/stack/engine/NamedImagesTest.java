package dcm.stack.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.stack.engine.NamedImages.NamedImage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NamedImagesTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final ImageId IMAGE = new ImageId("8899aabbccddeeff");
    private static final IntentId INTENT = new IntentId(new UUID(1, 2).toString());

    private final NamedImages images = new NamedImages();

    @Test
    void imageHasItsNameAndOwnerUntilItIsRemoved() {
        ImageName name = new ImageName("mine:1");
        images.apply(
                AggregateId.of(ALICE),
                new ImportOrdered(
                        INTENT,
                        IMAGE,
                        new ContainerId("00112233445566aa"),
                        Instant.EPOCH,
                        name,
                        new HostName("n1"),
                        1,
                        null,
                        null));
        assertEquals(Optional.of(new NamedImage(ALICE, name)), images.find(IMAGE));

        images.apply(AggregateId.of(ALICE), new ImageRemoved(INTENT, IMAGE));
        assertEquals(Optional.empty(), images.find(IMAGE));
    }
}
