package dcm.auditor.log;

import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Folds events into what hosts must still delete after moves of homes. */
final class FormerHomesFold {
    private final Map<FormerHome, Set<ContainerId>> former = new HashMap<>();

    void apply(OwnerName owner, OwnerEvent event) {
        if (event instanceof HomesMoved moved && !moved.from().equals(moved.to())) {
            former.put(new FormerHome(owner, moved.from()), Set.copyOf(moved.containers()));
        } else if (event instanceof HomesMoveFailed failed) {
            former.put(new FormerHome(owner, failed.to()), Set.of());
        } else if (event instanceof FormerHomesRemoved removed) {
            former.remove(new FormerHome(owner, removed.host()));
        } else if (event instanceof HomesLost lost) {
            former.remove(new FormerHome(owner, lost.host()));
        }
    }

    Map<FormerHome, Set<ContainerId>> end() {
        return Map.copyOf(former);
    }
}
