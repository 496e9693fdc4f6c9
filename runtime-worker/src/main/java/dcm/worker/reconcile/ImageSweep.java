package dcm.worker.reconcile;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.report.ImageAbsent;
import dcm.contract.wanted.ImageWanted;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.WantedImages;
import dcm.worker.operation.ImageOperation;
import dcm.worker.report.Reports;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gives images the names under which they were handed over, and deletes images that were removed, once no container uses them. One
 * thread at a time.
 */
public final class ImageSweep {
    private static final Logger LOG = Logger.getLogger(ImageSweep.class);

    private final HostName host;
    private final Engine engine;
    private final WantedImages wanted;
    private final ImageOperation making;
    private final Reports reports;
    private final Set<ImageId> missing = new HashSet<>();

    public ImageSweep(HostName host, Engine engine, WantedImages wanted, ImageOperation making, Reports reports) {
        this.host = host;
        this.engine = engine;
        this.wanted = wanted;
        this.making = making;
        this.reports = reports;
    }

    void sweep() throws InterruptedException {
        wanted.adopted().forEach(this::adopt); // before the name goes under which it was made
        for (ImageWanted image : wanted.removed()) {
            if (!making.isUnderWay(image.image())) {
                delete(image);
            }
        }
    }

    private void adopt(ImageWanted image) {
        try {
            boolean isThere = engine.committed(image.image()).isPresent();
            boolean isMissing = !isThere && !engine.adopt(Objects.requireNonNull(image.digest()), image.image());
            if (isMissing && missing.add(image.image())) {
                LOG.warnf("image %s of %s is gone from the engine", image.image(), image.owner());
            }
        } catch (EngineException e) {
            LOG.warnf("image %s of %s cannot be named yet: %s", image.image(), image.owner(), e.words());
        }
    }

    private void delete(ImageWanted image) throws InterruptedException {
        try {
            if (engine.removeCommitted(image.image())) {
                LOG.infof("image %s of %s is gone", image.image(), image.owner());
                reports.observation(image.owner(), new ImageAbsent(host, image.image()));
            }
        } catch (EngineException e) {
            LOG.warnf("image %s of %s cannot be deleted yet: %s", image.image(), image.owner(), e.words());
        }
    }
}
