package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.projection.change.ChangedView;
import dcm.projection.change.ViewChange;
import dcm.projection.container.ContainerRow;
import dcm.projection.port.PortRow;
import dcm.rest.host.HostCache;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads changed containers and their ports. Its methods need a transaction. */
@Singleton
class ChangedContainers {
    private static final String CONTAINER = "container";
    private static final String PORT = "port";

    private final HostCache hosts;
    private final ChangeDocuments documents;
    /** The hosts whose containers were last shown as unreachable. */
    private Set<HostName> unreachable = Set.of();

    private Set<HostName> unreachableNow = Set.of();

    ChangedContainers(HostCache hosts, ChangeDocuments documents) {
        this.hosts = hosts;
        this.documents = documents;
    }

    List<ViewChange> containers(Collection<ChangedView> changed) {
        Map<String, ContainerRow> rows = rows(changed);
        Map<String, List<PortRow>> ports = ports(rows.keySet());
        return changed.stream()
                .map(view -> Optional.ofNullable(rows.get(view.id()))
                        .map(row -> present(row, ports))
                        .orElseGet(() -> documents.removed(view.owner(), CONTAINER, "id", view.id())))
                .toList();
    }

    /** The ports of the containers. A removal with only the container's id concerns all of its ports. */
    List<ViewChange> ports(List<ChangedView> changed) {
        Map<String, ContainerRow> rows = rows(changed);
        Map<String, List<PortRow>> ports = ports(rows.keySet());
        return changed.stream()
                .flatMap(view -> ports(view, rows.get(view.id()), ports.getOrDefault(view.id(), List.of())))
                .toList();
    }

    private Stream<ViewChange> ports(ChangedView view, @Nullable ContainerRow container, List<PortRow> ports) {
        return container == null
                ? Stream.of(withoutPorts(view))
                : ports.stream().map(port -> documents.present(view.owner(), PORT, PortQueries.view(port, container)));
    }

    /** The container has none of the ports that it had. */
    ViewChange withoutPorts(ChangedView container) {
        return documents.removed(container.owner(), PORT, CONTAINER, container.id());
    }

    /** The containers on hosts that have stopped reporting, or report again. */
    List<ViewChange> onHostsThatTurned(Instant now) {
        Set<HostName> nowUnreachable = hosts.all().stream()
                .filter(host -> ContainerView.isUnreachable(host, now))
                .map(HostSnapshot::name)
                .collect(Collectors.toUnmodifiableSet());
        unreachableNow = nowUnreachable;
        Set<HostName> turned = new HashSet<>(unreachable);
        turned.addAll(nowUnreachable);
        turned.removeIf(host -> unreachable.contains(host) && nowUnreachable.contains(host));
        return turned.stream().flatMap(this::on).toList();
    }

    /** Begins to read changes. Changes that were read before but not delivered are read again. */
    void begin() {
        unreachableNow = unreachable;
    }

    /** The changes that were read last have reached the clients. */
    void delivered() {
        unreachable = unreachableNow;
    }

    private Stream<ViewChange> on(HostName host) {
        List<ContainerRow> rows = ContainerRow.onHost(host.value());
        Map<String, List<PortRow>> ports =
                ports(rows.stream().map(row -> row.id).toList());
        return rows.stream().map(row -> present(row, ports));
    }

    private ViewChange present(ContainerRow row, Map<String, List<PortRow>> ports) {
        ContainerView view = ContainerView.of(
                row, ports.getOrDefault(row.id, List.of()), hosts.find(new HostName(row.host)), Instant.now());
        return documents.present(new OwnerName(row.owner), CONTAINER, view);
    }

    private static Map<String, ContainerRow> rows(Collection<ChangedView> changed) {
        List<String> ids = changed.stream().map(ChangedView::id).toList();
        return ContainerRow.ofIds(ids).stream()
                .collect(Collectors.toMap(row -> Objects.requireNonNull(row.id), Function.identity()));
    }

    private static Map<String, List<PortRow>> ports(Collection<String> containers) {
        return containers.isEmpty()
                ? Map.of()
                : PortRow.ofContainers(containers).stream().collect(Collectors.groupingBy(port -> port.container));
    }
}
