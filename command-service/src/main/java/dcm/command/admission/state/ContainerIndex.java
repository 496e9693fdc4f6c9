package dcm.command.admission.state;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.Handle.Match;
import dcm.contract.identity.HostName;
import dcm.contract.quota.ResourceUsage;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The containers of one owner, indexed by id, name and SSH port. Copies share unchanged parts, so a decision costs
 * about the same for 1 and for 1,000 containers. Immutable.
 */
public final class ContainerIndex extends AbstractMap<ContainerId, ContainerState> {
    private static final ContainerIndex NONE = new ContainerIndex(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            ResourceUsage.NONE,
            new Baseline(),
            HashTreePSet.empty());

    private final PMap<ContainerId, ContainerState> byId;

    /** By id, by name and by SSH port. */
    private final PMap<String, PSet<ContainerId>> byHandle;

    private final PSet<ContainerId> tooLarge;
    private final PMap<HostName, Integer> countByHost;

    /** The number of containers of each host, also of lost ones, unless the host is removed. */
    private final PMap<HostName, Integer> placedByHost;

    private final ResourceUsage use;

    /** The version with which {@link #changed} compares this one. */
    private final Baseline baseline;

    private final PSet<ContainerId> changed;

    private ContainerIndex(
            PMap<ContainerId, ContainerState> byId,
            PMap<String, PSet<ContainerId>> byHandle,
            PSet<ContainerId> tooLarge,
            PMap<HostName, Integer> countByHost,
            PMap<HostName, Integer> placedByHost,
            ResourceUsage use,
            Baseline baseline,
            PSet<ContainerId> changed) {
        this.byId = byId;
        this.byHandle = byHandle;
        this.tooLarge = tooLarge;
        this.countByHost = countByHost;
        this.placedByHost = placedByHost;
        this.use = use;
        this.baseline = baseline;
        this.changed = changed;
    }

    /** Identifies a version. */
    private static final class Baseline {}

    public static ContainerIndex of(Map<ContainerId, ContainerState> containers) {
        if (containers instanceof ContainerIndex indexed) {
            return indexed;
        }
        ContainerIndex all = NONE;
        for (ContainerState container : containers.values()) {
            all = all.with(container);
        }
        return all;
    }

    /** A copy with this container, which replaces a container with the same id. */
    public ContainerIndex with(ContainerState container) {
        ContainerId id = container.id();
        ContainerIndex others = without(id);
        PMap<String, PSet<ContainerId>> handles = others.byHandle;
        for (String handle : handles(container)) {
            handles = handles.plus(
                    handle, handles.getOrDefault(handle, HashTreePSet.empty()).plus(id));
        }
        return new ContainerIndex(
                others.byId.plus(id, container),
                handles,
                container.isTooLarge() ? others.tooLarge.plus(id) : others.tooLarge,
                container.isLost() ? others.countByHost : added(others.countByHost, container.host(), 1),
                container.hasNoHost() ? others.placedByHost : added(others.placedByHost, container.host(), 1),
                others.use.plus(use(container)),
                baseline,
                changed.plus(id));
    }

    /** A copy without the container with this id. */
    public ContainerIndex without(ContainerId id) {
        ContainerState container = byId.get(id);
        if (container == null) {
            return this;
        }
        PMap<String, PSet<ContainerId>> handles = byHandle;
        for (String handle : handles(container)) {
            PSet<ContainerId> others =
                    handles.getOrDefault(handle, HashTreePSet.empty()).minus(id);
            handles = others.isEmpty() ? handles.minus(handle) : handles.plus(handle, others);
        }
        return new ContainerIndex(
                byId.minus(id),
                handles,
                tooLarge.minus(id),
                container.isLost() ? countByHost : added(countByHost, container.host(), -1),
                container.hasNoHost() ? placedByHost : added(placedByHost, container.host(), -1),
                use.plus(use(container).times(-1)),
                baseline,
                changed.plus(id));
    }

    /** The same containers, as the version with which later ones are compared. */
    public ContainerIndex asBaseline() {
        return new ContainerIndex(
                byId, byHandle, tooLarge, countByHost, placedByHost, use, new Baseline(), HashTreePSet.empty());
    }

    /**
     * The containers that may differ from those of {@code earlier}. If this is derived from it and it is a {@linkplain
     * #asBaseline baseline}, they are only those that were changed since; otherwise all.
     */
    public Set<ContainerId> changedSince(ContainerIndex earlier) {
        if (baseline == earlier.baseline && earlier.changed.isEmpty()) {
            return changed;
        }
        Set<ContainerId> all = new HashSet<>(byId.keySet());
        all.addAll(earlier.byId.keySet());
        return all;
    }

    /** Their total usage of the quota. */
    public ResourceUsage use() {
        return use;
    }

    /** The number of containers on each host, without lost ones. */
    public Map<HostName, Integer> countByHost() {
        return countByHost;
    }

    /** The hosts of all containers, also of lost ones, without removed hosts. */
    public Set<HostName> hosts() {
        return placedByHost.keySet();
    }

    private static PMap<HostName, Integer> added(PMap<HostName, Integer> counts, HostName host, int change) {
        int count = counts.getOrDefault(host, 0) + change;
        return count == 0 ? counts.minus(host) : counts.plus(host, count);
    }

    public boolean hasNamed(ContainerName name) {
        return exactly(name.value()).stream()
                .anyMatch(container -> container.spec().name().equals(name));
    }

    /** A container above its disk limit. */
    public Optional<ContainerState> anyTooLarge() {
        return tooLarge.stream().findFirst().map(byId::get);
    }

    /** The containers that a handle names exactly; if there is none, those whose ids begin with it. */
    public List<ContainerState> named(Handle handle) {
        List<ContainerState> exact = exactly(handle.value());
        return exact.isEmpty()
                ? byId.values().stream()
                        .filter(container ->
                                handle.matches(container.id(), container.spec().name(), container.sshPort())
                                        == Match.PREFIX)
                        .toList()
                : exact;
    }

    private List<ContainerState> exactly(String handle) {
        return byHandle.getOrDefault(handle, HashTreePSet.empty()).stream()
                .map(byId::get)
                .toList();
    }

    private static Set<String> handles(ContainerState container) {
        String id = container.id().value();
        String name = container.spec().name().value();
        return container.sshPort() == null
                ? Set.copyOf(List.of(id, name))
                : Set.copyOf(List.of(id, name, container.sshPort().toString()));
    }

    private static ResourceUsage use(ContainerState container) {
        return container.spec().usage(container.countsAsRunning());
    }

    @Override
    public @Nullable ContainerState get(Object id) {
        return byId.get(id);
    }

    @Override
    public boolean containsKey(Object id) {
        return byId.containsKey(id);
    }

    @Override
    public Set<Entry<ContainerId, ContainerState>> entrySet() {
        return byId.entrySet();
    }
}
