package dcm.worker.reconcile;

import dcm.contract.desired.DesiredImage;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.report.ImageAbsent;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.operation.ImageOperation;
import dcm.worker.report.ObservationReporter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tags transferred images with their new ids, and deletes removed images once no container uses them. Not thread-safe.
 */
public final class ImageReconciler {
    private static final Logger LOG = Logger.getLogger(ImageReconciler.class);

    private final HostName host;
    private final Engine engine;
    private final DesiredHostState desired;
    private final ImageOperation operation;
    private final ObservationReporter reporter;
    private final Set<ImageId> missing = new HashSet<>();

    public ImageReconciler(
            HostName host,
            Engine engine,
            DesiredHostState desired,
            ImageOperation operation,
            ObservationReporter reporter) {
        this.host = host;
        this.engine = engine;
        this.desired = desired;
        this.operation = operation;
        this.reporter = reporter;
    }

    void reconcile() throws InterruptedException {
        // Read before the images to tag, so that a transferred image has its new name before its old name is removed.
        List<DesiredImage> toRemove = desired.imagesToRemove();
        Set<ImageDigest> untagged = new HashSet<>();
        for (DesiredImage image : desired.imagesToTag()) {
            if (!tag(image)) {
                untagged.add(Objects.requireNonNull(image.digest()));
            }
        }
        for (DesiredImage image : toRemove) {
            // An old name is kept until the new one exists.
            boolean isNeeded = image.digest() == null ? !untagged.isEmpty() : untagged.contains(image.digest());
            if (!isNeeded && !operation.isUnderWay(image.image())) {
                delete(image);
            }
        }
    }

    /** Returns false if it is unknown whether the image has its name. */
    private boolean tag(DesiredImage image) {
        try {
            boolean isThere = engine.committedImage(image.image()).isPresent();
            boolean isMissing = !isThere && !engine.tagImage(Objects.requireNonNull(image.digest()), image.image());
            if (isMissing && missing.add(image.image())) {
                LOG.warnf("image is missing in the engine: account=%s image=%s", image.owner(), image.image());
            }
            return true;
        } catch (EngineException e) {
            LOG.warnf(
                    "image could not be named, this is retried: account=%s image=%s reason=%s",
                    image.owner(), image.image(), e.message());
            return false;
        }
    }

    private void delete(DesiredImage image) throws InterruptedException {
        try {
            if (engine.removeImage(image.image())) {
                LOG.infof("image removed: account=%s image=%s", image.owner(), image.image());
                reporter.report(image.owner(), new ImageAbsent(host, image.image()));
            }
        } catch (EngineException e) {
            LOG.warnf(
                    "image could not be removed, the removal is retried: account=%s image=%s reason=%s",
                    image.owner(), image.image(), e.message());
        }
    }
}
