package dcm.worker.reconcile;

import dcm.contract.desired.DesiredImage;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.report.ImageAbsent;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.DesiredImages;
import dcm.worker.operation.ImageOperation;
import dcm.worker.report.ReportPublisher;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gives transferred images their new names, and deletes removed images once no container uses them. Not thread-safe.
 */
public final class ImageCleanUp {
    private static final Logger LOG = Logger.getLogger(ImageCleanUp.class);

    private final HostName host;
    private final Engine engine;
    private final DesiredImages wanted;
    private final ImageOperation making;
    private final ReportPublisher reports;
    private final Set<ImageId> missing = new HashSet<>();

    public ImageCleanUp(
            HostName host, Engine engine, DesiredImages wanted, ImageOperation making, ReportPublisher reports) {
        this.host = host;
        this.engine = engine;
        this.wanted = wanted;
        this.making = making;
        this.reports = reports;
    }

    void sweep() throws InterruptedException {
        // Read before the adopted images, so that a transferred image has its new name before its old name is removed.
        List<DesiredImage> removed = wanted.removed();
        boolean complete = true;
        for (DesiredImage image : wanted.adopted()) {
            complete &= adopt(image);
        }
        if (!complete) {
            return; // keep the old name until the new one exists
        }
        for (DesiredImage image : removed) {
            if (!making.isUnderWay(image.image())) {
                delete(image);
            }
        }
    }

    /** Returns false if it is unknown whether the image has its name. */
    private boolean adopt(DesiredImage image) {
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
                reports.observation(image.owner(), new ImageAbsent(host, image.image()));
            }
        } catch (EngineException e) {
            LOG.warnf(
                    "image could not be removed, the removal is retried: account=%s image=%s reason=%s",
                    image.owner(), image.image(), e.message());
        }
    }
}
