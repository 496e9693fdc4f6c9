package dcm.worker.reconcile;

import dcm.contract.desired.DesiredState;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.OwnerRemovals;
import dcm.worker.report.ReportPublisher;
import dcm.worker.storage.Homes;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the network and homes of owners whose accounts are being removed, or transfers the homes to another owner,
 * and reports it. Each owner's homes are deleted in a separate thread, because they may be large.
 */
public final class OwnerCleanUp {
    private static final Logger LOG = Logger.getLogger(OwnerCleanUp.class);

    private final HostName host;
    private final Engine engine;
    private final OwnerRemovals unwanted;
    private final Homes homes;
    private final ReportPublisher reports;
    private final Set<OwnerName> underWay = ConcurrentHashMap.newKeySet();

    public OwnerCleanUp(HostName host, Engine engine, OwnerRemovals unwanted, Homes homes, ReportPublisher reports) {
        this.host = host;
        this.engine = engine;
        this.unwanted = unwanted;
        this.homes = homes;
        this.reports = reports;
    }

    void sweep() {
        for (DesiredState one : unwanted.all()) {
            OwnerName owner = one.owner();
            if (underWay.add(owner)) {
                Thread.ofVirtual().name("remove-" + owner).start(() -> {
                    try {
                        remove(owner, one instanceof HomesTransferRequested given ? given.successor() : null);
                    } finally {
                        underWay.remove(owner);
                    }
                });
            }
        }
    }

    private void remove(OwnerName owner, @Nullable OwnerName successor) {
        try {
            boolean hasContainers = engine.list().stream()
                    .anyMatch(container -> container.owner().equals(owner));
            if (hasContainers) {
                LOG.warnf("storage not removed yet, containers of the account exist: account=%s", owner);
                return;
            }
            engine.removeNetwork(owner);
            if (successor == null) {
                homes.remove(owner);
                LOG.infof("homes and network removed: account=%s", owner);
            } else {
                homes.move(owner, successor);
                LOG.infof("homes transferred and network removed: account=%s to=%s", owner, successor);
            }
            reports.observation(owner, new StorageAbsent(host));
        } catch (EngineException e) {
            LOG.warnf("network could not be removed, the removal is retried: account=%s reason=%s", owner, e.words());
        } catch (IOException e) {
            LOG.warnf(
                    "homes could not be removed or transferred, this is retried: account=%s reason=%s",
                    owner, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
