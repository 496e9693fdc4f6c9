package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Cpus;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.QuotaEnforcement;
import java.math.BigDecimal;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The usage and limits of an account. */
@Schema(examples = QuotaView.EXAMPLE)
public record QuotaView(
        @Schema(description = "Containers, running or not") Limited containers,

        @Schema(description = "Containers that are running or paused")
        Limited running,

        @Schema(description = "CPUs of all containers, without CPUs that presets set")
        Limited cpus,

        @Schema(description = "Memory of all containers, without memory that presets set")
        Limited memoryMiB,

        @Schema(description = "Processes of all containers, without processes that presets set")
        Limited pids,

        @Schema(description = "Published ports, not counting SSH ports")
        Limited ports,

        @Schema(description = "The owner's images, including untagged ones that the owner's containers use")
        Limited images,

        @Schema(
                description = "Size of the owner's images without their base images, each rounded up; includes untagged"
                        + " images that their hosts have not deleted yet")
        Limited imageMiB,

        @Schema(
                description =
                        "Last measured size of the home directories. At the limit, files cannot be written, or, if"
                                + " DCM enforces the limit, containers cannot be created or started")
        Limited homeMiB) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"containers": {"used": 3, "limit": 10, "from": "built-in"}, "running": {"used": 2, "from": "built-in"},
             "cpus": {"used": 3.5, "limit": 4, "from": "group", "group": "students"},
             "memoryMiB": {"used": 3072, "limit": 16384, "from": "everybody"}, "pids": {"used": 3072, "from": "built-in"},
             "ports": {"used": 2, "limit": 100, "from": "built-in"}, "images": {"used": 1, "limit": 5, "from": "account"},
             "imageMiB": {"used": 210, "limit": 51200, "from": "built-in"}, "homeMiB": {"used": 1200, "limit": 20480, "from": "everybody", "keptBy": "filesystem"}}""";

    private static final BigDecimal NINE = BigDecimal.valueOf(9);

    /** The usage and limit of one resource. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limited(
            BigDecimal used,

            @Schema(description = "Absent: no limit. A limit below the usage only prevents further use") @Nullable
            BigDecimal limit,

            @Schema(
                    description = "Origin of the limit",
                    enumeration = {"account", "group", "everybody", "built-in"})
            EffectiveQuota.Origin from,

            @Schema(description = "Group whose limit applies", examples = "students") @Nullable
            String group,

            @Schema(
                    description =
                            "For home directories: enforced by the filesystem, or by DCM after each measurement (admission)",
                    enumeration = {"filesystem", "admission"})
            @Nullable
            QuotaEnforcement keptBy) {

        private static Limited of(Resource resource, ResourceUsage use, EffectiveQuota allowance) {
            Limit limit = allowance.limit(resource);
            return new Limited(
                    number(resource, use.amount(resource)),
                    limit.most() == Resource.UNLIMITED ? null : number(resource, limit.most()),
                    limit.origin(),
                    limit.group() == null ? null : limit.group().value(),
                    null);
        }

        private static Limited homes(ResourceUsage use, Optional<Boolean> byFilesystem, EffectiveQuota allowance) {
            Limited homes = of(Resource.HOME_MIB, use, allowance);
            return new Limited(
                    homes.used,
                    homes.limit,
                    homes.from,
                    homes.group,
                    byFilesystem
                            .map(alone -> alone ? QuotaEnforcement.FILESYSTEM : QuotaEnforcement.ADMISSION)
                            .orElse(null));
        }

        private static BigDecimal number(Resource resource, long amount) {
            return resource == Resource.MILLI_CPUS ? Cpus.ofThousandths(amount) : BigDecimal.valueOf(amount);
        }
    }

    static QuotaView of(ResourceUsage use, Optional<Boolean> byFilesystem, EffectiveQuota allowance) {
        return new QuotaView(
                Limited.of(Resource.CONTAINERS, use, allowance),
                Limited.of(Resource.RUNNING, use, allowance),
                Limited.of(Resource.MILLI_CPUS, use, allowance),
                Limited.of(Resource.MEMORY_MIB, use, allowance),
                Limited.of(Resource.PIDS, use, allowance),
                Limited.of(Resource.PORTS, use, allowance),
                Limited.of(Resource.IMAGES, use, allowance),
                Limited.of(Resource.IMAGE_MIB, use, allowance),
                Limited.homes(use, byFilesystem, allowance));
    }

    /** A warning if the usage of the homes is at 90 % of the limit or above. */
    Optional<String> warning() {
        BigDecimal limit = homeMiB.limit();
        if (limit == null || homeMiB.used().multiply(BigDecimal.TEN).compareTo(limit.multiply(NINE)) < 0) {
            return Optional.empty();
        }
        return Optional.of("Your home directories use " + homeMiB.used() + " of " + limit
                + " MiB. At the limit you cannot "
                + (homeMiB.keptBy() == QuotaEnforcement.FILESYSTEM ? "write files" : "create or start containers")
                + ". Delete files, or ask an administrator for more.");
    }
}
