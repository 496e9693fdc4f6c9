package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.HostStatus;
import dcm.projection.change.ViewChange;
import dcm.projection.usage.ContainerUsage;
import dcm.rest.host.HostCache;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads changed hosts. A heartbeat that changes nothing but the time is not a change. Its methods need a transaction, and are called by one thread
 * at a time.
 */
@Singleton
class ChangedHosts {
    private static final String HOST = "host";

    private final HostCache hosts;
    private final ChangeDocuments documents;
    /** The hosts as they were last delivered to clients. */
    private Map<HostName, HostView> published = Map.of();

    /** The same after the changes that are being read. */
    private Map<HostName, HostView> next = new HashMap<>();

    ChangedHosts(HostCache hosts, ChangeDocuments documents) {
        this.hosts = hosts;
        this.documents = documents;
    }

    /** Begins to read changes. Changes that were read before but not delivered are read again. */
    void begin() {
        next = new HashMap<>(published);
    }

    /** The changes that were read last have reached the clients. */
    void delivered() {
        published = next;
    }

    /** Forgets what clients have, because no client follows hosts. */
    void forget() {
        published = Map.of();
        next = new HashMap<>();
    }

    /** The host, if it has changed since it was last delivered. */
    Optional<ViewChange> host(HostName name) {
        Optional<HostSnapshot> host = hosts.find(name);
        if (host.isEmpty()) {
            next.remove(name);
            return Optional.of(documents.removed(null, HOST, "name", name.value()));
        }
        HostView view = HostView.of(host.get(), ContainerUsage.onHost(name.value()), Instant.now());
        HostView before = next.put(name, view.at(Instant.EPOCH));
        return view.at(Instant.EPOCH).equals(before)
                ? Optional.empty()
                : Optional.of(documents.present(null, HOST, view));
    }

    /** The hosts whose status has changed because time has passed. */
    List<ViewChange> turned(Instant now) {
        return hosts.all().stream()
                .filter(host -> !HostView.status(host, now).equals(publishedStatus(host.name())))
                .flatMap(host -> host(host.name()).stream())
                .toList();
    }

    private HostStatus publishedStatus(HostName name) {
        return Optional.ofNullable(published.get(name)).map(HostView::status).orElse(HostStatus.LIVE);
    }
}
