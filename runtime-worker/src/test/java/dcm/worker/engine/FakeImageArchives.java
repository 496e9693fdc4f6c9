package dcm.worker.engine;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Archives in memory. An empty archive is not readable. */
public final class FakeImageArchives implements ImageArchives {
    /** The images that have been loaded and neither kept nor discarded. */
    public final Set<ImageId> loaded = new HashSet<>();

    /** What the test of an image finds. */
    public @Nullable String objection;

    private final FakeEngine engine;

    public FakeImageArchives(FakeEngine engine) {
        this.engine = engine;
    }

    @Override
    public InputStream export(ImageId image, ImageName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageDigest load(ImageId image, InputStream archive, long maxBytes, LongConsumer progress)
            throws IOException {
        if (archive.readAllBytes().length == 0) {
            throw new IOException("it is empty");
        }
        loaded.add(image);
        return FakeEngine.SSH.digest();
    }

    @Override
    public void keep(ImageId image) {
        loaded.remove(image);
        engine.flatten(FakeEngine.SSH.digest(), image, "", Long.MAX_VALUE, bytes -> {});
    }

    @Override
    public void discard(ImageId image) {
        loaded.remove(image);
    }
}
