package dcm.stack.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.stack.installation.Installation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovedObjectsTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ContainerId DB = new ContainerId("00112233445566bb");
    private static final ImageId IMAGE = new ImageId("8899aabbccddeeff");

    @TempDir
    private Path repository;

    @Test
    void objectsOfSeveralRemovalsAreStoredUntilTheyAreDeleted() {
        Installation installation = Installation.of(repository, Map.of());
        assertTrue(RemovedObjects.stored(installation).isEmpty());

        new RemovedObjects(Map.of(WEB, ALICE), Set.of(IMAGE)).store(installation);
        new RemovedObjects(Map.of(DB, BOB), Set.of()).store(installation);

        assertEquals(
                new RemovedObjects(Map.of(WEB, ALICE, DB, BOB), Set.of(IMAGE)), RemovedObjects.stored(installation));

        RemovedObjects.delete(installation);
        assertTrue(RemovedObjects.stored(installation).isEmpty());
    }
}
