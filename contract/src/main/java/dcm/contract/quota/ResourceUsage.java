package dcm.contract.quota;

import dcm.contract.identity.Limits;
import dcm.contract.preset.PresetOptions;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Amounts of resources that are used, or would be.
 *
 * @param amounts in each resource's own unit; a missing resource means 0
 */
public record ResourceUsage(Map<Resource, Long> amounts) {
    public static final ResourceUsage NONE = new ResourceUsage(Map.of());

    public ResourceUsage {
        Map<Resource, Long> inOrder = new EnumMap<>(Resource.class);
        inOrder.putAll(amounts);
        amounts = Collections.unmodifiableMap(inOrder);
    }

    /** An amount of one resource. */
    public static ResourceUsage of(Resource resource, long amount) {
        return new ResourceUsage(Map.of(resource, amount));
    }

    /** What a container with these properties counts against the quota. Resources from a preset do not count. */
    public static ResourceUsage of(Limits limits, int ports, PresetOptions options, boolean running) {
        return new ResourceUsage(Map.of(
                Resource.CONTAINERS, 1L,
                Resource.RUNNING, running ? 1L : 0L,
                Resource.MILLI_CPUS, options.cpus() == null ? limits.milliCpus() : 0L,
                Resource.MEMORY_MIB, options.memoryMiB() == null ? limits.memoryMiB() : 0L,
                Resource.PIDS, options.pids() == null ? limits.pids() : 0L,
                Resource.PORTS, (long) ports));
    }

    /** The amount of a resource. */
    public long amount(Resource resource) {
        return amounts.getOrDefault(resource, 0L);
    }

    /** The sum. */
    public ResourceUsage plus(ResourceUsage other) {
        Map<Resource, Long> sum = new EnumMap<>(Resource.class);
        sum.putAll(amounts);
        other.amounts.forEach((resource, amount) -> sum.merge(resource, amount, Long::sum));
        return new ResourceUsage(sum);
    }

    /** This use multiplied by {@code count}. */
    public ResourceUsage times(int count) {
        Map<Resource, Long> product = new EnumMap<>(Resource.class);
        amounts.forEach((resource, amount) -> product.put(resource, amount * count));
        return new ResourceUsage(product);
    }

    /** Converts bytes to MiB, rounded up. */
    public static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
