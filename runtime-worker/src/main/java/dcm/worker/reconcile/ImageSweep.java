package dcm.worker.reconcile;

import dcm.contract.identity.HostName;
import dcm.contract.report.ImageAbsent;
import dcm.contract.wanted.ImageWanted;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.WantedImages;
import dcm.worker.operation.ImageOperation;
import dcm.worker.report.Reports;
import org.jboss.logging.Logger;

/** Deletes images that were removed, once no container uses them, and reports it. One thread at a time. */
public final class ImageSweep {
    private static final Logger LOG = Logger.getLogger(ImageSweep.class);

    private final HostName host;
    private final Engine engine;
    private final WantedImages wanted;
    private final ImageOperation making;
    private final Reports reports;

    public ImageSweep(HostName host, Engine engine, WantedImages wanted, ImageOperation making, Reports reports) {
        this.host = host;
        this.engine = engine;
        this.wanted = wanted;
        this.making = making;
        this.reports = reports;
    }

    void sweep() throws InterruptedException {
        for (ImageWanted image : wanted.removed()) {
            if (!making.isUnderWay(image.image())) {
                delete(image);
            }
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
