package dcm.projection.metrics;

import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ContainerViewState;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.projection.container.ContainerRow;
import dcm.projection.usage.AccountUsage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each owner has, counted again only for owners whose views have changed: to read all rows takes seconds in a large installation. Changes may
 * arrive on any thread; the other methods are for one thread.
 */
final class CountedOwners implements LiveChanges.Listener {
    /** More owners are not listed in a query: all are counted. */
    private static final int MOST = 1_000;

    private final Map<String, ResourceUsage> usage = new HashMap<>();
    private final Map<String, Map<ContainerViewState, Long>> containers = new HashMap<>();

    /** The owners to count. Guarded by this object, as is {@link #all}. */
    private Set<String> changed = new HashSet<>();

    private boolean all = true;

    @Override
    public synchronized void changed(Collection<ChangedView> views) {
        for (ChangedView view : views) {
            if (view.owner() != null) {
                changed.add(view.owner().value());
            }
        }
        if (changed.size() > MOST) {
            reset();
        }
    }

    @Override
    public synchronized void reset() {
        all = true;
        changed.clear();
    }

    /** What the owner used at the last count. */
    ResourceUsage usage(String owner) {
        return usage.getOrDefault(owner, ResourceUsage.NONE);
    }

    /** The number of containers of all owners at the last count. */
    Map<ContainerViewState, Long> containers() {
        Map<ContainerViewState, Long> sum = new EnumMap<>(ContainerViewState.class);
        containers.values().forEach(counts -> counts.forEach((state, count) -> sum.merge(state, count, Long::sum)));
        return sum;
    }

    /**
     * Counts again for owners whose views have changed.
     *
     * @param accounts returns the names of all accounts
     */
    void update(Supplier<Collection<String>> accounts) {
        @Nullable Set<String> due = take();
        try {
            count(due, accounts.get()); // accounts that are newer have changed since
        } catch (RuntimeException e) {
            reset();
            throw e;
        }
    }

    /** The owners to count; null: all. */
    private synchronized @Nullable Set<String> take() {
        Set<String> due = all ? null : changed;
        all = false;
        changed = new HashSet<>();
        return due;
    }

    private void count(@Nullable Set<String> owners, Collection<String> accounts) {
        if (owners != null && owners.isEmpty()) {
            return;
        }
        AccountUsage read = QuarkusTransaction.requiringNew().call(() -> AccountUsage.read(owners));
        Map<String, Map<ContainerViewState, Long>> states =
                QuarkusTransaction.requiringNew().call(() -> states(owners));
        if (owners == null) {
            usage.clear();
            containers.clear();
        }
        for (String owner : owners == null ? accounts : owners) {
            usage.put(owner, read.of(owner, Map.of()));
        }
        if (owners != null) {
            containers.keySet().removeAll(owners);
        }
        containers.putAll(states);
    }

    private static Map<String, Map<ContainerViewState, Long>> states(@Nullable Set<String> owners) {
        var query = ContainerRow.getEntityManager()
                .createQuery(
                        "select owner, state, count(*) from ContainerRow "
                                + (owners == null ? "" : "where owner in :owners ") + "group by owner, state",
                        Object[].class);
        if (owners != null) {
            query.setParameter("owners", owners);
        }
        return query.getResultList().stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[0],
                        Collectors.toMap(row -> (ContainerViewState) row[1], row -> (Long) row[2])));
    }
}
