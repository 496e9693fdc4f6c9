package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.quota.Allowance;
import dcm.contract.quota.Allowance.Limit;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.quota.Use;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The usage and limits of an account. */
@Schema(examples = QuotaView.EXAMPLE)
public record QuotaView(
        @Schema(description = "Running or not") Limited containers,

        @Schema(description = "Those that run, or are paused")
        Limited running,

        @Schema(description = "Of all containers; those that a preset gives are not counted")
        Limited cpus,

        @Schema(description = "Of all containers; what a preset gives is not counted")
        Limited memoryMiB,

        @Schema(description = "Processes that all containers may have; those that a preset gives are not counted")
        Limited pids,

        @Schema(description = "Published ports, those for SSH not counted")
        Limited ports,

        @Schema(description = "Images of one's own") Limited images,

        @Schema(description = "What these images hold beyond their base images, each rounded up")
        Limited imageMiB,

        @Schema(
                description =
                        "What was in one's homes when they were last measured. At the limit nothing more can be written"
                                + " to them, or, where it is admission that keeps it, nothing is made or started")
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

            @Schema(description = "Absent: none. It may be less than what is used; then there is only no more")
            @Nullable
            BigDecimal limit,

            @Schema(
                    description = "Where the limit is laid down",
                    enumeration = {"account", "group", "everybody", "built-in"})
            String from,

            @Schema(description = "The group whose limit it is", examples = "students") @Nullable
            String group,

            @Schema(
                    description =
                            "Of homes: who keeps the limit, the filesystem at once or admission as they are measured",
                    enumeration = {FILESYSTEM, ADMISSION})
            @Nullable
            String keptBy) {
        private static final String FILESYSTEM = "filesystem";
        private static final String ADMISSION = "admission";

        private static Limited of(Resource resource, Use use, Allowance allowance) {
            Limit limit = allowance.limit(resource);
            return new Limited(
                    number(resource, use.amount(resource)),
                    limit.most() == Quota.UNLIMITED ? null : number(resource, limit.most()),
                    limit.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    limit.group() == null ? null : limit.group().value(),
                    null);
        }

        private static Limited homes(Use use, Optional<Boolean> byFilesystem, Allowance allowance) {
            Limited homes = of(Resource.HOME_MIB, use, allowance);
            return new Limited(
                    homes.used,
                    homes.limit,
                    homes.from,
                    homes.group,
                    byFilesystem.map(alone -> alone ? FILESYSTEM : ADMISSION).orElse(null));
        }

        private static BigDecimal number(Resource resource, long amount) {
            return resource == Resource.MILLI_CPUS ? Cpus.of(amount) : BigDecimal.valueOf(amount);
        }
    }

    static QuotaView of(Use use, Optional<Boolean> byFilesystem, Allowance allowance) {
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
        return Optional.of("Your home directories hold " + homeMiB.used() + " of " + limit
                + " MiB. At the limit nothing "
                + (Limited.FILESYSTEM.equals(homeMiB.keptBy()) ? "more can be written" : "is made or started")
                + "; delete something, or ask an administrator for more.");
    }
}
