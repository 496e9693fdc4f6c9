package dcm.worker.reconcile;

import dcm.contract.identity.ContainerId;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.intake.DesiredHostState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reconciles this host's desired state with the engine: a container after a hint from the engine, and everything after each reconnection
 * and every 30 seconds, or less often if there are many containers.
 */
public final class Reconciler implements Supervised {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** The engine describes one container after another, so a thousand take seconds. They shall take a twentieth of the time. */
    private static final int TIME_BETWEEN = 20;

    private static final Duration LONGEST_PERIOD = Duration.ofMinutes(5);

    /** When to look again at containers whose orders were under way. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Longer than a typical create, so that the reconciliation it triggers does not compete with the create. */
    private static final long SETTLE_MILLIS = 500;

    private final DesiredHostState desired;
    private final ContainerReconciler containers;
    private final ImageReconciler images;
    private final OwnerReconciler owners;
    private final Set<ContainerId> changed = ConcurrentHashMap.newKeySet();
    private volatile boolean isAllDue = true;
    private volatile boolean isRestDue = true;
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("reconciler", this::run);
    /** By {@link System#nanoTime}. Used by the loop only. */
    private long nextOfAll;

    public Reconciler(
            DesiredHostState desired, ContainerReconciler containers, ImageReconciler images, OwnerReconciler owners) {
        this.desired = desired;
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

    /** Requests a reconciliation of images and of what owners have. */
    public void hintRest() {
        isRestDue = true;
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
        boolean ended = false;
        try {
            if (isAllDue || nextOfAll - System.nanoTime() <= 0) {
                reconcileAll();
            }
            reconcileChanged();
            if (isRestDue) {
                isRestDue = false;
                images.reconcile();
                owners.reconcile();
            }
            ended = true;
        } finally {
            if (!ended) {
                isAllDue = true;
            }
        }
        long wait = nextOfAll - System.nanoTime();
        if (hints.tryAcquire(changed.isEmpty() ? wait : Math.min(wait, RETRY.toNanos()), TimeUnit.NANOSECONDS)) {
            Thread.sleep(SETTLE_MILLIS);
        }
    }

    private void reconcileAll() throws InterruptedException {
        isAllDue = false;
        isRestDue = true;
        long began = System.nanoTime();
        Optional<Set<ContainerId>> left = containers.reconcile();
        long end = System.nanoTime();
        left.ifPresent(changed::addAll);
        long took = left.isPresent() ? end - began : 0;
        nextOfAll = end + Math.clamp(TIME_BETWEEN * took, PERIOD.toNanos(), LONGEST_PERIOD.toNanos());
    }

    private void reconcileChanged() throws InterruptedException {
        Set<ContainerId> now = Set.copyOf(changed);
        if (now.isEmpty()) {
            return;
        }
        changed.removeAll(now);
        Set<ContainerId> left = containers.reconcile(now);
        changed.addAll(left);
        // Images and homes may have waited for the end of a container.
        if (left.size() < now.size()
                && !(desired.imagesToRemove().isEmpty()
                        && desired.ownerRemovals().isEmpty())) {
            isRestDue = true;
        }
    }
}
