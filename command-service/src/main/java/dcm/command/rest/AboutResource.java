package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.command.rest.InstallationSettings.Defaults;
import dcm.command.rest.InstallationSettings.SshGateway;
import dcm.contract.identity.Batch;
import dcm.contract.identity.Cpus;
import dcm.contract.identity.Limits;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.catalog.CatalogCache;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Describes this installation to a user. */
@Path("/v1/about")
@Tag(name = "about")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AboutResource {
    private final Caller caller;
    private final CatalogCache catalog;
    private final InstallationSettings settings;

    AboutResource(Caller caller, CatalogCache catalog, InstallationSettings settings) {
        this.caller = caller;
        this.catalog = catalog;
        this.settings = settings;
    }

    /** This installation, and what applies to the caller. */
    @Schema(examples = About.EXAMPLE)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record About(
            @Schema(description = "Version of DCM", examples = "0.1.0")
            String version,

            @Schema(description = "Id of the installation", examples = "lab") @Nullable
            String installation,

            @Schema(description = "Where SSH clients reach the commands of DCM") @Nullable
            SshGateway sshGateway,

            @Schema(description = "What a container gets unless the request or the preset sets another value")
            Defaults defaults,

            @Schema(description = "The limits that apply to you")
            MaximumValues limits,

            @Schema(
                    description =
                            "Optional features of this installation: image-registry (images of users can be used on"
                                    + " any host), shared-homes (containers of a user can run on any host)",
                    examples = "shared-homes")
            List<String> features) {
        /** An example response. */
        public static final String EXAMPLE = """
                {"version": "0.1.0", "installation": "lab", "sshGateway": {"host": "dcm.lab.example", "port": 2222},
                 "defaults": {"cpus": 1, "memoryMiB": 1024, "pids": 1024, "diskMiB": 20480},
                 "limits": {"containers": 10, "cpus": 8, "memoryMiB": 16384, "ports": 100, "images": 20, "imageMiB": 51200,
                  "homeMiB": 51200, "containersPerRequest": 100, "portsPerContainer": 64, "keys": 100, "lowestPort": 1024,
                  "reservedPorts": ["8000-8099"], "minMemoryMiB": 32, "minCpus": 0.01},
                 "features": ["shared-homes"]}""";
    }

    /** What the caller can have together, and what one request or container can have. An absent value is not limited. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MaximumValues(
            @Schema(description = "Containers of your account, like the following fields, together") @Nullable
            Long containers,

            @Nullable Long running,
            @Nullable BigDecimal cpus,
            @Nullable Long memoryMiB,
            @Nullable Long pids,
            @Nullable Long ports,
            @Nullable Long images,
            @Nullable Long imageMiB,
            @Nullable Long homeMiB,

            @Schema(description = "Maximum of count in one request")
            int containersPerRequest,

            int portsPerContainer,

            @Schema(description = "SSH keys of an account") int keys,

            @Schema(description = "Lowest port that a container can publish")
            int lowestPort,

            @Schema(description = "Ports that containers cannot publish", examples = "8000-8099")
            List<String> reservedPorts,

            int minMemoryMiB,
            BigDecimal minCpus) {}

    @GET
    @Operation(
            operationId = "getAbout",
            summary = "Describe this installation: version, SSH gateway, defaults, and the limits that apply to you")
    public About about() {
        return new About(
                settings.version(),
                settings.installation().orElse(null),
                settings.sshGateway().orElse(null),
                settings.defaults(),
                limits(catalog.current().allowance(caller.account())),
                settings.features());
    }

    private MaximumValues limits(EffectiveQuota quota) {
        Long milliCpus = most(quota, Resource.MILLI_CPUS);
        return new MaximumValues(
                most(quota, Resource.CONTAINERS),
                most(quota, Resource.RUNNING),
                milliCpus == null ? null : Cpus.ofThousandths(milliCpus),
                most(quota, Resource.MEMORY_MIB),
                most(quota, Resource.PIDS),
                most(quota, Resource.PORTS),
                most(quota, Resource.IMAGES),
                most(quota, Resource.IMAGE_MIB),
                most(quota, Resource.HOME_MIB),
                Batch.MAX_COUNT,
                CreateRequest.MAX_PORTS,
                AccountSnapshot.MAX_KEYS,
                settings.lowestPort(),
                settings.reservedPorts(),
                Limits.MIN_MEMORY_MIB,
                Cpus.ofThousandths(Limits.MIN_MILLI_CPUS));
    }

    private static @Nullable Long most(EffectiveQuota quota, Resource resource) {
        long most = quota.limit(resource).most();
        return most == Resource.UNLIMITED ? null : most;
    }
}
