package dcm.contract.quota;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits that somebody laid down, for an account, a group or everybody. Where nothing is said of a resource, the next more general
 * quota holds.
 *
 * @param limits in each resource's own unit, from 0; {@link #UNLIMITED} for no limit
 */
public record Quota(@JsonValue Map<Resource, Long> limits) {
    /** As a limit: there is none. */
    public static final long UNLIMITED = -1;

    /** Says nothing of any resource. */
    public static final Quota NONE = new Quota(Map.of());

    /** What holds until an administrator says otherwise. */
    public static final Quota BUILT_IN = new Quota(Map.of(
            Resource.CONTAINERS, 10L,
            Resource.RUNNING, UNLIMITED,
            Resource.MILLI_CPUS, 8000L,
            Resource.MEMORY_MIB, 16_384L,
            Resource.PIDS, UNLIMITED,
            Resource.PORTS, 100L,
            Resource.IMAGES, 50L,
            Resource.IMAGE_MIB, 51_200L,
            Resource.HOME_MIB, UNLIMITED));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Quota {
        Map<Resource, Long> inOrder = new EnumMap<>(Resource.class);
        inOrder.putAll(limits);
        limits = Collections.unmodifiableMap(inOrder);
    }

    /** What is said of a resource. */
    public Optional<Long> limit(Resource resource) {
        return Optional.ofNullable(limits.get(resource));
    }
}
