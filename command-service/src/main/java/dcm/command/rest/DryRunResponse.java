package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.command.dryrun.DryRun;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Cpus;
import dcm.contract.quota.Resource;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a request would do now. */
@Schema(examples = DryRunResponse.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DryRunResponse(
        @Schema(description = "The containers that the request would create or recreate; empty for other requests")
        List<PlannedContainer> containers,

        @Schema(description = "What would happen otherwise; absent for a request to create containers") @Nullable
        PlannedChange change,

        @Schema(description = "Your quota after that; absent if the request does not concern it") @Nullable
        RemainingQuota quota) {
    /** The media type, by which programs distinguish it from the answer to a repeated request. */
    public static final String MEDIA_TYPE = "application/vnd.dcm.dry-run+json";

    /** An example response. */
    public static final String EXAMPLE = """
            {"containers": [{"name": "web", "host": "n1", "image": "debian-ssh:13",
              "imageDigest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "cpus": 1, "memoryMiB": 1024, "pids": 1024, "diskMiB": 20480}],
             "quota": {"containers": {"used": 4, "limit": 10, "left": 6}, "running": {"used": 3},
              "cpus": {"used": 4.5, "limit": 8, "left": 3.5}, "memoryMiB": {"used": 4096, "limit": 16384, "left": 12288},
              "pids": {"used": 4096}, "ports": {"used": 2, "limit": 100, "left": 98}}}""";

    /** A container that would be created. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlannedContainer(
            @Schema(description = "Absent if DCM would choose the name") @Nullable
            String name,

            @Schema(description = "The host that DCM would choose now")
            String host,

            String image,
            String imageDigest,
            BigDecimal cpus,
            int memoryMiB,
            int pids,
            @Nullable Integer diskMiB) {
        private static PlannedContainer of(ContainerPlaced placed, boolean named) {
            return new PlannedContainer(
                    named ? placed.name().value() : null,
                    placed.host().value(),
                    placed.image().name().value(),
                    placed.image().digest().value(),
                    Cpus.ofThousandths(placed.limits().milliCpus()),
                    placed.limits().memoryMiB(),
                    placed.limits().pids(),
                    placed.limits().diskMiB());
        }
    }

    /** What would be used and left of each resource that containers use, and of images if one would be created or removed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RemainingQuota(
            Remaining containers,
            Remaining running,
            Remaining cpus,
            Remaining memoryMiB,
            Remaining pids,
            Remaining ports,
            @Nullable Remaining images) {
        private static RemainingQuota of(DryRun.Quota quota, boolean ofImages) {
            return new RemainingQuota(
                    Remaining.of(quota, Resource.CONTAINERS),
                    Remaining.of(quota, Resource.RUNNING),
                    Remaining.of(quota, Resource.MILLI_CPUS),
                    Remaining.of(quota, Resource.MEMORY_MIB),
                    Remaining.of(quota, Resource.PIDS),
                    Remaining.of(quota, Resource.PORTS),
                    ofImages ? Remaining.of(quota, Resource.IMAGES) : null);
        }
    }

    /** What would be used and left of one resource. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Remaining(
            BigDecimal used,

            @Schema(description = "Absent: no limit") @Nullable
            BigDecimal limit,

            @Schema(description = "Absent: no limit") @Nullable
            BigDecimal left) {
        private static Remaining of(DryRun.Quota quota, Resource resource) {
            long used = quota.used(resource);
            long limit = quota.limit(resource);
            return limit == Resource.UNLIMITED
                    ? new Remaining(amount(resource, used), null, null)
                    : new Remaining(
                            amount(resource, used),
                            amount(resource, limit),
                            amount(resource, Math.max(0, limit - used)));
        }
    }

    /**
     * The answer.
     *
     * @param events what would be recorded
     * @param named whether the names of new containers are known
     */
    static DryRunResponse of(List<OwnerEvent> events, boolean named, DryRun.Quota quota) {
        return new DryRunResponse(
                events.stream()
                        .filter(ContainerPlaced.class::isInstance)
                        .map(event -> PlannedContainer.of((ContainerPlaced) event, named))
                        .toList(),
                events.stream()
                        .flatMap(event -> PlannedChange.of(event).stream())
                        .findFirst()
                        .orElse(null),
                events.stream().anyMatch(KeysChanged.class::isInstance)
                        ? null
                        : RemainingQuota.of(quota, events.stream().anyMatch(DryRunResponse::concernsImages)));
    }

    private static boolean concernsImages(OwnerEvent event) {
        return event instanceof ImageOrdered || event instanceof ImageRemoved;
    }

    private static BigDecimal amount(Resource resource, long amount) {
        return resource == Resource.MILLI_CPUS ? Cpus.ofThousandths(amount) : BigDecimal.valueOf(amount);
    }
}
