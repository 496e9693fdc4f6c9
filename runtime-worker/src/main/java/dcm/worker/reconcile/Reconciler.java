package dcm.worker.reconcile;

import dcm.contract.identity.ContainerId;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reconciles this host's desired state with the engine: a container after a hint from the engine, and everything after each reconnection
 * and every 30 seconds, or less often if it takes long.
 */
public final class Reconciler implements Supervised {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** The engine describes each container, so with a thousand of them everything takes seconds. It shall take a twentieth of the time. */
    private static final int TIME_BETWEEN = 20;

    /** Longer than a typical create, so that the reconciliation it triggers does not compete with the create. */
    private static final long SETTLE_MILLIS = 500;

    private final ContainerReconciler containers;
    private final ImageReconciler images;
    private final OwnerReconciler owners;
    private final Set<ContainerId> changed = ConcurrentHashMap.newKeySet();
    private volatile boolean isAllDue = true;
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("reconciler", this::run);
    /** By {@link System#nanoTime}. Used by the loop only. */
    private long nextOfAll;

    public Reconciler(ContainerReconciler containers, ImageReconciler images, OwnerReconciler owners) {
        this.containers = containers;
        this.images = images;
        this.owners = owners;
    }

    public Reconciler start() {
        loop.start();
        return this;
    }

    /** Requests a reconciliation of everything. Several hints cause one reconciliation. */
    public void hint() {
        isAllDue = true;
        hints.release();
    }

    /** Requests a reconciliation of a container. */
    public void hint(ContainerId container) {
        changed.add(container);
        hints.release();
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        hints.drainPermits();
        if (isAllDue || nextOfAll - System.nanoTime() <= 0) {
            reconcileAll();
        } else {
            Set<ContainerId> now = Set.copyOf(changed);
            changed.removeAll(now);
            changed.addAll(containers.reconcile(now));
        }
        if (hints.tryAcquire(nextOfAll - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            Thread.sleep(SETTLE_MILLIS);
        }
    }

    private void reconcileAll() throws InterruptedException {
        boolean ended = false;
        try {
            isAllDue = false;
            changed.clear();
            long began = System.nanoTime();
            containers.reconcile();
            images.reconcile();
            owners.reconcile();
            long end = System.nanoTime();
            nextOfAll = end + Math.max(PERIOD.toNanos(), TIME_BETWEEN * (end - began));
            ended = true;
        } finally {
            isAllDue |= !ended;
        }
    }
}
