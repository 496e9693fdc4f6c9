package dcm.worker.swarm;

import dcm.contract.identity.OwnerName;
import dcm.worker.engine.OverlayNetworks;
import dcm.worker.engine.SwarmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Networks in memory. */
final class FakeOverlays implements OverlayNetworks {
    final List<OwnerName> created = new ArrayList<>();
    final Set<OwnerName> inUse = new TreeSet<>();
    private final Set<OwnerName> existing = new TreeSet<>();
    private SwarmState state;

    FakeOverlays(SwarmState state) {
        this.state = state;
    }

    @Override
    public SwarmState state() {
        return state;
    }

    @Override
    public void join(String manager, String token, String address) {
        state = new SwarmState(true, false, "");
    }

    @Override
    public Set<OwnerName> owners() {
        return Set.copyOf(existing);
    }

    @Override
    public void create(OwnerName owner) {
        created.add(owner);
        existing.add(owner);
    }

    @Override
    public boolean remove(OwnerName owner) {
        return !inUse.contains(owner) && existing.remove(owner);
    }
}
