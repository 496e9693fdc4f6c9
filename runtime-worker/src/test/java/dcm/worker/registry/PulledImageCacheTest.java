package dcm.worker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.ImageId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulledImageCacheTest {
    private static final ImageId OLD = new ImageId("0011223344556677");
    private static final ImageId NEW = new ImageId("8899aabbccddeeff");

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private final Set<ImageId> used = new HashSet<>();
    private final List<ImageId> removed = new ArrayList<>();

    @Test
    void unusedImageIsRemovedAfterAnHour() throws Exception {
        PulledImageCache cache = new PulledImageCache(directory.resolve("pulled"), this::remove, () -> now);
        cache.deleteUnused();
        cache.add(OLD);
        now = now.plusSeconds(3601);
        cache.add(NEW);
        used.add(OLD);

        cache.deleteUnused();
        assertThat(removed).isEmpty();

        used.clear();
        cache.deleteUnused();
        cache.deleteUnused();
        assertThat(removed).containsExactly(OLD);
    }

    private boolean remove(ImageId image) {
        return !used.contains(image) && removed.add(image);
    }
}
