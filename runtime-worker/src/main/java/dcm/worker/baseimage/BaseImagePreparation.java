package dcm.worker.baseimage;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.contract.identity.ImageDigest;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.EngineException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Fetches a version of a catalog image and tests it with an SSH login. Thread-safe. */
final class BaseImagePreparation {
    private static final Logger LOG = Logger.getLogger(BaseImagePreparation.class);
    private static final int MAX_DETAIL = 400;

    private final BaseImageStore store;
    private final CatalogImageVersions versions;
    private final LoginCheck check;

    /** @param address the address on which containers are reached */
    BaseImagePreparation(BaseImageStore store, CatalogImageVersions versions, String address) {
        this.store = store;
        this.versions = versions;
        this.check = new LoginCheck(store, address);
    }

    /**
     * Prepares a version unless it has passed the test already. Returns its state: ready or failed.
     *
     * @param progress receives the state after each step
     */
    BaseImageState prepare(BaseImageSnapshot image, Consumer<BaseImageState> progress) {
        return versions.passed(image)
                .map(digest -> state(image, Stage.READY, digest, null))
                .orElseGet(() -> fetchAndTest(image, progress));
    }

    private BaseImageState fetchAndTest(BaseImageSnapshot image, Consumer<BaseImageState> progress) {
        ImageDigest digest = null;
        try {
            digest = fetch(image, progress);
            progress.accept(state(image, Stage.PREPARING, digest, "Testing logins in a container of the image."));
            Optional<String> objection = check.objection(digest);
            if (objection.isPresent()) {
                return state(image, Stage.FAILED, digest, objection.get());
            }
            store.put(image.name(), image.version(), digest, true);
            versions.refresh();
            return state(image, Stage.READY, digest, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state(image, Stage.FAILED, digest, "The worker stopped before the check ended.");
        } catch (EngineException e) {
            return state(image, Stage.FAILED, digest, e.message());
        } catch (RuntimeException e) { // a bad image or address must not affect the others
            LOG.warnf(e, "base image could not be checked: image=%s version=%d", image.name(), image.version());
            return state(image, Stage.FAILED, digest, "The image cannot be checked: " + e.getMessage());
        }
    }

    /** Fetches the image and stores it immediately, so that it remains when its source is removed. */
    private ImageDigest fetch(BaseImageSnapshot image, Consumer<BaseImageState> progress) {
        Optional<ImageDigest> fetched = versions.fetched(image);
        if (fetched.isPresent() && image.source().kind() != BaseImageSource.Kind.LOCAL) {
            return fetched.get();
        }
        ImageDigest digest =
                store.fetch(image.source(), step -> progress.accept(state(image, Stage.PREPARING, null, step)));
        store.put(image.name(), image.version(), digest, false);
        return digest;
    }

    /** The state of a version that is not prepared yet. */
    static BaseImageState waiting(BaseImageSnapshot image) {
        return state(image, Stage.PREPARING, null, "Waiting to be checked.");
    }

    private static BaseImageState state(
            BaseImageSnapshot image, Stage stage, @Nullable ImageDigest digest, @Nullable String detail) {
        return new BaseImageState(
                image.name(), image.version(), stage, digest, detail == null ? null : shorten(detail));
    }

    /** Shortens the detail, because an image controls its text and every heartbeat contains it. */
    private static String shorten(String detail) {
        String printable = detail.replaceAll("\\p{C}+", " ").strip();
        return printable.length() <= MAX_DETAIL ? printable : printable.substring(0, MAX_DETAIL) + "…";
    }
}
