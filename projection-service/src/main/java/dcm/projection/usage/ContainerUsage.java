package dcm.projection.usage;

import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerRow;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What containers count against quotas. Resources from a preset do not count. Each method runs one query. */
public final class ContainerUsage {
    private static final List<ContainerViewState> RUNNING = states(ContainerViewState::isRunning);
    private static final List<ContainerViewState> STARTING = states(ContainerViewState::isBecomingRunning);

    private ContainerUsage() {}

    /** The usage of these hosts; a host without containers is missing. */
    public static Map<String, ResourceUsage> byHost(Collection<String> hosts) {
        return hosts.isEmpty() ? Map.of() : sums("host", hosts);
    }

    /** The usage of a host. */
    public static ResourceUsage onHost(String host) {
        return byHost(List.of(host)).getOrDefault(host, ResourceUsage.NONE);
    }

    /**
     * The usage of these accounts; an account without containers is missing.
     *
     * @param owners null: all
     */
    static Map<String, ResourceUsage> byOwner(@Nullable Collection<String> owners) {
        return sums("owner", owners);
    }

    private static Map<String, ResourceUsage> sums(String column, @Nullable Collection<String> values) {
        var query = ContainerRow.getEntityManager()
                .createQuery(
                        """
                        select %1$s, count(*),
                               sum(case when settled in :running or state in :starting then 1 else 0 end),
                               sum(countedMilliCpus), sum(countedMemoryMib), sum(countedPids), sum(countedPorts)
                        from ContainerRow %2$s group by %1$s""".formatted(column, values == null ? "" : "where " + column + " in :values"), Object[].class)
                .setParameter("running", RUNNING)
                .setParameter("starting", STARTING);
        if (values != null) {
            query.setParameter("values", values);
        }
        return query.getResultList().stream().collect(Collectors.toMap(row -> (String) row[0], ContainerUsage::use));
    }

    private static ResourceUsage use(Object[] row) {
        return new ResourceUsage(Map.of(
                Resource.CONTAINERS, number(row[1]),
                Resource.RUNNING, number(row[2]),
                Resource.MILLI_CPUS, number(row[3]),
                Resource.MEMORY_MIB, number(row[4]),
                Resource.PIDS, number(row[5]),
                Resource.PORTS, number(row[6])));
    }

    private static long number(Object sum) {
        return ((Number) sum).longValue();
    }

    private static List<ContainerViewState> states(Predicate<ContainerViewState> which) {
        return Arrays.stream(ContainerViewState.values()).filter(which).toList();
    }
}
