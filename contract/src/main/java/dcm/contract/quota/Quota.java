package dcm.contract.quota;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits that an administrator set for an account, a group or everybody. For a resource without a limit the next more
 * general quota applies.
 *
 * @param limits in each resource's own unit, from 0; {@link Resource#UNLIMITED} for no limit
 */
public record Quota(@JsonValue Map<Resource, Long> limits) {
    /** A quota without limits, so that more general quotas apply. */
    public static final Quota NONE = new Quota(Map.of());

    /** The limits that apply unless an administrator sets others. */
    public static final Quota BUILT_IN = new Quota(Map.of(
            Resource.CONTAINERS, 10L,
            Resource.RUNNING, Resource.UNLIMITED,
            Resource.MILLI_CPUS, 8000L,
            Resource.MEMORY_MIB, 16_384L,
            Resource.PIDS, 51_200L,
            Resource.PORTS, 100L,
            Resource.IMAGES, 50L,
            Resource.IMAGE_MIB, 51_200L,
            Resource.HOME_MIB, Resource.UNLIMITED));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Quota {
        Map<Resource, Long> inOrder = new EnumMap<>(Resource.class);
        inOrder.putAll(limits);
        limits = Collections.unmodifiableMap(inOrder);
    }

    /** The limit of a resource; empty if this quota sets none. */
    public Optional<Long> limit(Resource resource) {
        return Optional.ofNullable(limits.get(resource));
    }
}
