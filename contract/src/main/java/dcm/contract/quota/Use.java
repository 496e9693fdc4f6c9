package dcm.contract.quota;

import dcm.contract.identity.Limits;
import dcm.contract.order.ContainerSpec;
import dcm.contract.preset.PresetOptions;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much there is, or would come, of some resources.
 *
 * @param amounts in each resource's own unit; what is missing is 0
 */
public record Use(Map<Resource, Long> amounts) {
    /** Nothing of anything. */
    public static final Use NONE = new Use(Map.of());

    public Use {
        Map<Resource, Long> inOrder = new EnumMap<>(Resource.class);
        inOrder.putAll(amounts);
        amounts = Collections.unmodifiableMap(inOrder);
    }

    /** So much of one resource. */
    public static Use of(Resource resource, long amount) {
        return new Use(Map.of(resource, amount));
    }

    /** What counts of a container: not what an administrator's preset gives it. */
    public static Use of(ContainerSpec spec, boolean running) {
        return of(spec.limits(), spec.ports().size(), spec.options(), running);
    }

    /** What counts of a container that is like this. */
    public static Use of(Limits limits, int ports, PresetOptions options, boolean running) {
        return new Use(Map.of(
                Resource.CONTAINERS, 1L,
                Resource.RUNNING, running ? 1L : 0L,
                Resource.MILLI_CPUS, options.cpus() == null ? limits.milliCpus() : 0L,
                Resource.MEMORY_MIB, options.memoryMiB() == null ? limits.memoryMiB() : 0L,
                Resource.PIDS, options.pids() == null ? limits.pids() : 0L,
                Resource.PORTS, (long) ports));
    }

    /** So much of a resource. */
    public long amount(Resource resource) {
        return amounts.getOrDefault(resource, 0L);
    }

    /** Both together. */
    public Use plus(Use other) {
        Map<Resource, Long> sum = new EnumMap<>(Resource.class);
        sum.putAll(amounts);
        other.amounts.forEach((resource, amount) -> sum.merge(resource, amount, Long::sum));
        return new Use(sum);
    }

    /** So many times as much. */
    public Use times(int count) {
        Map<Resource, Long> product = new EnumMap<>(Resource.class);
        amounts.forEach((resource, amount) -> product.put(resource, amount * count));
        return new Use(product);
    }

    /** Bytes as the MiB in which space is counted, rounded up. */
    public static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
