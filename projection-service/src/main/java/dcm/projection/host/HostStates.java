package dcm.projection.host;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All hosts but those that are gone for good, as they were last told. Thread-safe. */
public final class HostStates {
    private final Map<HostName, HostSnapshot> hosts = new ConcurrentSkipListMap<>();

    /** A host was heard, or changed. */
    public void take(HostSnapshot host) {
        if (host.removedAt() == null) {
            hosts.put(host.name(), host);
        } else {
            hosts.remove(host.name());
        }
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** All, by name. */
    public List<HostSnapshot> all() {
        return List.copyOf(hosts.values());
    }
}
