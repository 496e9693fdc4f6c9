package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.projection.container.ContainerRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.CommonParameters;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the caller's own account. */
@Path("/v1/me")
@Tag(name = "me")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountQueries {
    private final Caller caller;
    private final ViewProgress progress;
    private final Quotas quotas;
    private final HostCache hosts;
    private final HomeSizes homeSizes;
    private final EntityTag tag;

    AccountQueries(
            Caller caller, ViewProgress progress, Quotas quotas, HostCache hosts, HomeSizes homeSizes, EntityTag tag) {
        this.caller = caller;
        this.progress = progress;
        this.quotas = quotas;
        this.hosts = hosts;
        this.homeSizes = homeSizes;
        this.tag = tag;
    }

    @GET
    @Operation(operationId = "getOwnAccount", summary = "Show your account and its SSH keys")
    @Extension(name = CommonParameters.TAGGED, value = "PUT /v1/me/keys")
    public AccountView show() {
        progress.catchUp(caller.name());
        List<ContainerRow> containers = QuarkusTransaction.requiringNew()
                .call(() -> ContainerRow.all(caller.name().value()));
        List<String> more = Stream.of(
                        departures(containers).stream(),
                        quotas.of(caller.account()).warning().stream(),
                        containers.stream().flatMap(row -> fullness(row).stream()))
                .flatMap(warnings -> warnings)
                .toList();
        return AccountView.of(tag.show(caller.account()), Instant.now(), more);
    }

    /** Warnings about the caller's containers on hosts that are being drained. */
    private List<String> departures(List<ContainerRow> containers) {
        Map<String, List<String>> byHost = containers.stream()
                .collect(Collectors.groupingBy(
                        row -> row.host, TreeMap::new, Collectors.mapping(row -> row.name, Collectors.toList())));
        return byHost.entrySet().stream()
                .flatMap(there -> hosts
                        .find(new HostName(there.getKey()))
                        .flatMap(host -> AccountView.departure(host, there.getValue()))
                        .stream())
                .toList();
    }

    /** A warning if the container's disk usage is at 90 % of its limit or above. */
    private static Optional<String> fullness(ContainerRow row) {
        return row.diskMib == null || row.diskUsedMib == null || row.diskUsedMib * 10 < row.diskMib * 9L
                ? Optional.empty()
                : Optional.of("The container '" + row.name + "' uses " + row.diskUsedMib + " of " + row.diskMib
                        + " MiB outside of your home directories. Above this limit you cannot create anything. Delete"
                        + " files in it, or remove it.");
    }

    @GET
    @Path("/quota")
    @Operation(
            operationId = "getOwnQuota",
            summary = "Show your usage and your limits",
            description = "Your account's own limit applies first, then your group's, then the limit of everybody. The"
                    + " size of your home directories is measured for this request if that takes at most a second.")
    public QuotaView quota() {
        progress.catchUp(caller.name());
        return quotas.of(caller.account(), homeSizes.now(caller.name()));
    }
}
