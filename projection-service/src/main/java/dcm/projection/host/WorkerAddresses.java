package dcm.projection.host;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The URLs of the hosts' workers, which serve logs, stats and processes of containers. Thread-safe. */
public final class WorkerAddresses {
    private final Map<HostName, String> urls = new ConcurrentHashMap<>();

    /** Takes a host's new snapshot. */
    public void take(HostSnapshot host) {
        if (host.report().url() != null) {
            urls.put(host.name(), host.report().url());
        }
    }

    /** The URL of a host's worker; empty if the host has reported none. */
    public Optional<String> url(HostName host) {
        return Optional.ofNullable(urls.get(host));
    }
}
