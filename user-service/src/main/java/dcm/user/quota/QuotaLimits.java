package dcm.user.quota;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Cpus;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Limits in requests and responses. For a missing limit the next more general quota applies; -1 means unlimited. */
@Schema(
        description = "For missing fields, the limits of the group and of everybody apply; -1 is no limit",
        examples = QuotaLimits.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuotaLimits(
        @Schema(minimum = "-1", description = "Containers, running or not") @Nullable
        Long containers,

        @Schema(minimum = "-1", description = "Containers that are running or paused") @Nullable
        Long running,

        @Schema(minimum = "-1", description = "CPUs of all containers, with at most three decimals") @Nullable
        BigDecimal cpus,

        @Schema(minimum = "-1", description = "Memory of all containers") @Nullable
        Long memoryMiB,

        @Schema(minimum = "-1", description = "Processes of all containers") @Nullable
        Long pids,

        @Schema(minimum = "-1", description = "Published ports, not counting SSH ports") @Nullable
        Long ports,

        @Schema(minimum = "-1", description = "The owner's images") @Nullable
        Long images,

        @Schema(minimum = "-1", description = "Size of these images without their base images") @Nullable
        Long imageMiB,

        @Schema(
                minimum = "-1",
                description = "Size of the home directories; at the limit no container can be created or started")
        @Nullable
        Long homeMiB) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"containers": 5, "cpus": 2.5, "memoryMiB": 8192, "ports": -1}""";

    private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal UNLIMITED = BigDecimal.valueOf(Resource.UNLIMITED);

    /** No limits set. */
    public static final QuotaLimits NONE = of(Quota.NONE);

    /**
     * The quota with these limits.
     *
     * @throws InvalidValueException if a number is not a valid limit
     */
    public Quota toQuota() {
        Map<Resource, Long> limits = new EnumMap<>(Resource.class);
        put(limits, Resource.CONTAINERS, "containers", whole(containers), 0);
        put(limits, Resource.RUNNING, "running", whole(running), 0);
        put(limits, Resource.MILLI_CPUS, "cpus", cpus, 3);
        put(limits, Resource.MEMORY_MIB, "memoryMiB", whole(memoryMiB), 0);
        put(limits, Resource.PIDS, "pids", whole(pids), 0);
        put(limits, Resource.PORTS, "ports", whole(ports), 0);
        put(limits, Resource.IMAGES, "images", whole(images), 0);
        put(limits, Resource.IMAGE_MIB, "imageMiB", whole(imageMiB), 0);
        put(limits, Resource.HOME_MIB, "homeMiB", whole(homeMiB), 0);
        return new Quota(limits);
    }

    private static @Nullable BigDecimal whole(@Nullable Long number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }

    private static void put(
            Map<Resource, Long> limits, Resource resource, String field, @Nullable BigDecimal given, int decimals) {
        if (given == null) {
            return;
        }
        if (given.compareTo(UNLIMITED) == 0) {
            limits.put(resource, Resource.UNLIMITED);
            return;
        }
        // Compares before computing: 1e2000000000 is a short text but a huge number.
        boolean isLimit = given.signum() >= 0
                && given.compareTo(MAX) <= 0
                && (given.signum() == 0 || given.stripTrailingZeros().scale() <= decimals);
        if (!isLimit) {
            throw new InvalidValueException(field + ": A number from 0 to " + MAX.toPlainString()
                    + (decimals == 0 ? "" : " with at most " + decimals + " decimals") + ", or -1 for no limit.");
        }
        limits.put(resource, given.movePointRight(decimals).longValueExact());
    }

    public static QuotaLimits of(Quota quota) {
        return new QuotaLimits(
                limit(quota, Resource.CONTAINERS),
                limit(quota, Resource.RUNNING),
                quota.limit(Resource.MILLI_CPUS).map(QuotaLimits::cpus).orElse(null),
                limit(quota, Resource.MEMORY_MIB),
                limit(quota, Resource.PIDS),
                limit(quota, Resource.PORTS),
                limit(quota, Resource.IMAGES),
                limit(quota, Resource.IMAGE_MIB),
                limit(quota, Resource.HOME_MIB));
    }

    private static @Nullable Long limit(Quota quota, Resource resource) {
        return quota.limit(resource).orElse(null);
    }

    private static BigDecimal cpus(long milliCpus) {
        return milliCpus == Resource.UNLIMITED ? UNLIMITED : Cpus.ofThousandths(milliCpus);
    }
}
