package dcm.worker.reconcile;

import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reconciles this host's desired state with the engine: after a hint from the engine, after each reconnection, and every
 * 30 seconds.
 */
public final class Reconciler implements Supervised {
    private static final long PERIOD_SECONDS = 30;

    /** Longer than a typical create, so that the reconciliation it triggers does not compete with the create. */
    private static final long SETTLE_MILLIS = 500;

    private final ContainerReconciler containers;
    private final ImageReconciler images;
    private final OwnerReconciler owners;
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("reconciler", this::run);

    public Reconciler(ContainerReconciler containers, ImageReconciler images, OwnerReconciler owners) {
        this.containers = containers;
        this.images = images;
        this.owners = owners;
    }

    public Reconciler start() {
        hints.drainPermits(); // the first run reconciles everything
        loop.start();
        return this;
    }

    /** Requests a reconciliation. Several hints cause one reconciliation. */
    public void hint() {
        hints.release();
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        containers.reconcile();
        images.reconcile();
        owners.reconcile();
        if (hints.tryAcquire(PERIOD_SECONDS, TimeUnit.SECONDS)) {
            Thread.sleep(SETTLE_MILLIS);
            hints.drainPermits();
        }
    }
}
