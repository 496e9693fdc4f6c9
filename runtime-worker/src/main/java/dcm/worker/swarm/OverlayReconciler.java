package dcm.worker.swarm;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.SwarmMode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.OverlayNetworks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one network per account in the swarm, from the opening of the account to the end of its removal. So the network
 * exists before the account's first container is created, on any host. Works on the host whose engine is the manager, and
 * does nothing on others. Thread-safe.
 */
public final class OverlayReconciler implements Supervised {
    private static final Logger LOG = Logger.getLogger(OverlayReconciler.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final OverlayNetworks networks;
    private final SwarmMode mode;
    private final Set<OwnerName> accounts = ConcurrentHashMap.newKeySet();
    private final Semaphore hints = new Semaphore(0);
    private volatile @Nullable String problem;
    private final SupervisedLoop loop = SupervisedLoop.of("overlay-networks", this::run);

    public OverlayReconciler(OverlayNetworks networks, SwarmMode mode) {
        this.networks = networks;
        this.mode = mode;
    }

    /** Call it when all accounts are known: networks of unknown ones are removed. */
    public OverlayReconciler start() {
        loop.start();
        return this;
    }

    /** Applies changes of accounts. */
    public void apply(List<AccountSnapshot> changed) {
        for (AccountSnapshot account : changed) {
            boolean isNews = account.isRemoved() ? accounts.remove(account.name()) : accounts.add(account.name());
            if (isNews && mode.isOn()) {
                hints.release();
            }
        }
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Why networks are missing; empty if none is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void run() throws InterruptedException {
        try {
            reconcile();
            problem = null;
        } catch (EngineException e) {
            problem = e.message();
            LOG.warnf("networks across hosts not reconciled, this is retried: reason=%s", e.message());
        }
        if (hints.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    void reconcile() {
        if (!networks.state().manager()) {
            return;
        }
        Set<OwnerName> existing = networks.owners();
        Set<OwnerName> wanted = mode.isOn() ? new TreeSet<>(accounts) : Set.of();
        for (OwnerName owner : existing) {
            if (!wanted.contains(owner) && networks.remove(owner)) {
                LOG.infof("network across hosts removed: account=%s", owner);
            }
        }
        for (OwnerName owner : wanted) {
            if (!existing.contains(owner)) {
                networks.create(owner);
                LOG.infof("network across hosts created: account=%s", owner);
            }
        }
    }
}
