package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.HostStatus;
import dcm.projection.change.ViewChange;
import dcm.projection.container.ContainerRow;
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
    private final Map<HostName, HostView> published = new HashMap<>();

    ChangedHosts(HostCache hosts, ChangeDocuments documents) {
        this.hosts = hosts;
        this.documents = documents;
    }

    /** The host, if it has changed since it was last read here. */
    Optional<ViewChange> host(HostName name) {
        Optional<HostSnapshot> host = hosts.find(name);
        if (host.isEmpty()) {
            return published.remove(name) == null
                    ? Optional.empty()
                    : Optional.of(documents.removed(null, HOST, "name", name.value()));
        }
        HostView view = HostView.of(host.get(), ContainerRow.onHost(name.value()), Instant.now());
        HostView before = published.put(name, view.at(Instant.EPOCH));
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
