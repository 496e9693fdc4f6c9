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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads changed containers and their ports. Its methods need a transaction. */
@Singleton
class ChangedContainers {
    private static final String CONTAINER = "container";
    private static final String PORT = "port";

    /** How many containers of a host are read together. */
    private static final int PART = 500;

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

    /** The hosts that have stopped reporting, or report again. */
    Set<HostName> hostsThatTurned(Instant now) {
        Set<HostName> nowUnreachable = hosts.all().stream()
                .filter(host -> ContainerView.isUnreachable(host, now))
                .map(HostSnapshot::name)
                .collect(Collectors.toUnmodifiableSet());
        unreachableNow = nowUnreachable;
        Set<HostName> turned = new HashSet<>(unreachable);
        turned.addAll(nowUnreachable);
        turned.removeIf(host -> unreachable.contains(host) && nowUnreachable.contains(host));
        return turned;
    }

    /** Begins to read changes. Changes that were read before but not delivered are read again. */
    void begin() {
        unreachableNow = unreachable;
    }

    /** The changes that were read last have reached the clients. */
    void delivered() {
        unreachable = unreachableNow;
    }

    /**
     * A part of the containers on a host.
     *
     * @param next after which id the next part begins; null after the last one
     */
    record Part(List<ViewChange> changes, @Nullable String next) {}

    /**
     * The containers of {@code followed} owners on a host.
     *
     * @param after the id after which the part begins
     */
    Part on(HostName host, String after, Predicate<OwnerName> followed) {
        List<ContainerRow> all = ContainerRow.onHost(host.value(), after, PART);
        List<ContainerRow> rows = all.stream()
                .filter(row -> followed.test(new OwnerName(row.owner)))
                .toList();
        Map<String, List<PortRow>> ports =
                ports(rows.stream().map(row -> row.id).toList());
        return new Part(
                rows.stream().map(row -> present(row, ports)).toList(), all.size() < PART ? null : all.getLast().id);
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
