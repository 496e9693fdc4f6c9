package dcm.worker.reconcile;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.wanted.HomesGiven;
import dcm.contract.wanted.Wanted;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.UnwantedOwners;
import dcm.worker.report.Reports;
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
public final class OwnerSweep {
    private static final Logger LOG = Logger.getLogger(OwnerSweep.class);

    private final HostName host;
    private final Engine engine;
    private final UnwantedOwners unwanted;
    private final Homes homes;
    private final Reports reports;
    private final Set<OwnerName> underWay = ConcurrentHashMap.newKeySet();

    public OwnerSweep(HostName host, Engine engine, UnwantedOwners unwanted, Homes homes, Reports reports) {
        this.host = host;
        this.engine = engine;
        this.unwanted = unwanted;
        this.homes = homes;
        this.reports = reports;
    }

    void sweep() {
        for (Wanted one : unwanted.all()) {
            OwnerName owner = one.owner();
            if (underWay.add(owner)) {
                Thread.ofVirtual().name("remove-" + owner).start(() -> {
                    try {
                        remove(owner, one instanceof HomesGiven given ? given.heir() : null);
                    } finally {
                        underWay.remove(owner);
                    }
                });
            }
        }
    }

    private void remove(OwnerName owner, @Nullable OwnerName heir) {
        try {
            boolean hasContainers = engine.list().stream()
                    .anyMatch(container -> container.owner().equals(owner));
            if (hasContainers) {
                LOG.warnf("storage not removed yet, containers of the account exist: account=%s", owner);
                return;
            }
            engine.removeNetwork(owner);
            if (heir == null) {
                homes.remove(owner);
                LOG.infof("homes and network removed: account=%s", owner);
            } else {
                homes.move(owner, heir);
                LOG.infof("homes transferred and network removed: account=%s to=%s", owner, heir);
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
