package dcm.worker.reconcile;

import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemoval;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.report.ObservationReporter;
import dcm.worker.storage.Homes;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Deletes the network and homes of owners whose accounts are being removed, or transfers the homes to another owner,
 * and reports it. Each owner's homes are deleted in a separate thread, because they may be large.
 */
public final class OwnerReconciler {
    private static final Logger LOG = Logger.getLogger(OwnerReconciler.class);

    private final HostName host;
    private final Engine engine;
    private final DesiredHostState desired;
    private final Homes homes;
    private final ObservationReporter reporter;
    private final Set<OwnerName> underWay = ConcurrentHashMap.newKeySet();

    public OwnerReconciler(
            HostName host, Engine engine, DesiredHostState desired, Homes homes, ObservationReporter reporter) {
        this.host = host;
        this.engine = engine;
        this.desired = desired;
        this.homes = homes;
        this.reporter = reporter;
    }

    void reconcile() {
        for (OwnerRemoval removal : desired.ownerRemovals()) {
            if (underWay.add(removal.owner())) {
                Thread.ofVirtual().name("remove-" + removal.owner()).start(() -> {
                    try {
                        remove(removal);
                    } finally {
                        underWay.remove(removal.owner());
                    }
                });
            }
        }
    }

    private void remove(OwnerRemoval removal) {
        OwnerName owner = removal.owner();
        try {
            if (engine.owners().containsValue(owner)) {
                LOG.warnf("storage not removed yet, containers of the account exist: account=%s", owner);
                return;
            }
            engine.removeNetwork(owner);
            if (removeHomes(removal)) {
                reporter.report(owner, new StorageAbsent(host));
            }
        } catch (EngineException e) {
            LOG.warnf("network could not be removed, the removal is retried: account=%s reason=%s", owner, e.message());
        } catch (IOException e) {
            LOG.warnf(
                    "homes could not be removed or transferred, this is retried: account=%s reason=%s",
                    owner, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the removal is no longer desired. */
    private boolean removeHomes(OwnerRemoval removal) throws IOException, InterruptedException {
        OwnerName owner = removal.owner();
        return switch (removal) {
            case OwnerRemovalRequested requested -> {
                boolean isRemoved = homes.remove(owner, () -> desired.isDesired(removal));
                LOG.infof("homes and network removed: account=%s removed=%s", owner, isRemoved);
                yield isRemoved;
            }
            case UndoneMoveCleanup undone -> {
                boolean isRemoved = homes.undo(owner, undone.move(), () -> desired.isDesired(removal));
                LOG.infof("homes of a failed move removed: account=%s removed=%s", owner, isRemoved);
                yield isRemoved;
            }
            case HomesTransferRequested transfer -> {
                homes.move(owner, transfer.successor());
                LOG.infof("homes transferred and network removed: account=%s to=%s", owner, transfer.successor());
                yield true;
            }
        };
    }
}
