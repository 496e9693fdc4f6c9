package dcm.projection.host;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where hosts' workers tell what is inside containers. Thread-safe. */
public final class Workers {
    private final Map<HostName, String> urls = new ConcurrentHashMap<>();

    /** A host was heard. */
    public void take(HostSnapshot host) {
        if (host.report().url() != null) {
            urls.put(host.name(), host.report().url());
        }
    }

    /** The address of a host's worker; empty if it has told none. */
    public Optional<String> url(HostName host) {
        return Optional.ofNullable(urls.get(host));
    }
}
