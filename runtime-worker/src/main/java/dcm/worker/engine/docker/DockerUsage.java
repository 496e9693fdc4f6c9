package dcm.worker.engine.docker;

import com.github.dockerjava.api.model.BlkioStatEntry;
import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import dcm.worker.engine.ContainerUsage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Computes a container's resource usage from Docker's statistics, like {@code docker stats}. */
final class DockerUsage {
    private DockerUsage() {}

    static ContainerUsage of(Statistics statistics) {
        Collection<StatisticNetworksConfig> networks = statistics.getNetworks() == null
                ? List.of()
                : statistics.getNetworks().values();
        List<BlkioStatEntry> blocks =
                statistics.getBlkioStats() == null || statistics.getBlkioStats().getIoServiceBytesRecursive() == null
                        ? List.of()
                        : statistics.getBlkioStats().getIoServiceBytesRecursive();
        MemoryStatsConfig memory = statistics.getMemoryStats();
        return new ContainerUsage(
                Instant.parse(statistics.getRead()),
                cpus(statistics.getCpuStats(), statistics.getPreCpuStats()),
                memory == null ? 0 : Math.max(0, number(memory.getUsage()) - reclaimable(memory)),
                memory == null ? 0 : number(memory.getLimit()),
                sum(networks, StatisticNetworksConfig::getRxBytes),
                sum(networks, StatisticNetworksConfig::getTxBytes),
                sum(blocks, entry -> isFor("read", entry) ? entry.getValue() : null),
                sum(blocks, entry -> isFor("write", entry) ? entry.getValue() : null),
                statistics.getPidsStats() == null
                        ? 0
                        : number(statistics.getPidsStats().getCurrent()));
    }

    /** The number of CPUs that the container used between two samples. */
    private static double cpus(@Nullable CpuStatsConfig now, @Nullable CpuStatsConfig before) {
        if (now == null || before == null || before.getSystemCpuUsage() == null || now.getSystemCpuUsage() == null) {
            return 0;
        }
        double used = total(now) - total(before);
        double available = now.getSystemCpuUsage() - before.getSystemCpuUsage();
        return available <= 0 || used <= 0 ? 0 : used / available * number(now.getOnlineCpus());
    }

    private static long total(CpuStatsConfig cpu) {
        return cpu.getCpuUsage() == null ? 0 : number(cpu.getCpuUsage().getTotalUsage());
    }

    /**
     * Inactive file cache in bytes; the name of the counter depends on the cgroup version. The kernel updates it
     * separately from the usage, so it can be the larger of the two for a moment.
     */
    private static long reclaimable(MemoryStatsConfig memory) {
        if (memory.getStats() == null) {
            return 0;
        }
        Long first = memory.getStats().getTotalInactiveFile();
        return number(first == null ? memory.getStats().getInactiveFile() : first);
    }

    private static boolean isFor(String operation, BlkioStatEntry entry) {
        return operation.equals(String.valueOf(entry.getOp()).toLowerCase(Locale.ROOT));
    }

    private static <T> long sum(Collection<T> items, Function<T, @Nullable Long> part) {
        return items.stream().mapToLong(item -> number(part.apply(item))).sum();
    }

    private static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
