package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountListParameters;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.listing.ListOrder;
import dcm.rest.listing.ListPage;
import dcm.rest.listing.ListRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about the usage and limits of all accounts, for administrators. */
@Path("/v1/quotas")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountQuotaQueries {
    private static final Set<String> BY_NAME = Set.of("name", "-name");
    private static final ListOrder<AccountSnapshot> NAMES =
            ListOrder.byName(account -> account.name().value());
    private static final ListOrder<AccountQuota> ORDER = ListOrder.byName(AccountQuota::account)
            .number("containers", of -> of.quota.containers().used())
            .number("running", of -> of.quota.running().used())
            .number("cpus", of -> of.quota.cpus().used())
            .number("memoryMiB", of -> of.quota.memoryMiB().used())
            .number("pids", of -> of.quota.pids().used())
            .number("ports", of -> of.quota.ports().used())
            .number("images", of -> of.quota.images().used())
            .number("imageMiB", of -> of.quota.imageMiB().used())
            .number("homeMiB", of -> of.quota.homeMiB().used());

    private final AccountCache accounts;
    private final ViewProgress progress;
    private final Quotas quotas;
    private final HomeSizes homeSizes;

    AccountQuotaQueries(AccountCache accounts, ViewProgress progress, Quotas quotas, HomeSizes homeSizes) {
        this.accounts = accounts;
        this.progress = progress;
        this.quotas = quotas;
        this.homeSizes = homeSizes;
    }

    /**
     * The usage and limits of accounts.
     *
     * @param next the cursor of the next page; absent on the last page
     * @param total the number of accounts on all pages
     */
    @Schema(examples = "{\"items\": [{\"account\": \"alice\", \"quota\": " + QuotaView.EXAMPLE + "}], \"total\": 1}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountQuotas(
            List<AccountQuota> items,
            @Nullable String next,

            @Schema(description = "Number of accounts on all pages")
            long total) {}

    /** The usage and limits of one account. */
    public record AccountQuota(String account, QuotaView quota) {}

    @GET
    @Operation(operationId = "listQuotas", summary = "List the usage and the limits of accounts, by name")
    public AccountQuotas list(
            @BeanParam AccountListParameters parameters,
            @Parameter(
                            description =
                                    "name, or what is used: containers, running, cpus, memoryMiB, pids, ports, images,"
                                            + " imageMiB or homeMiB, with - before it for descending order. Default: name",
                            example = "-cpus")
                    @QueryParam("sort")
                    @Nullable
                    String sort) {
        List<AccountSnapshot> selected =
                accounts.all().stream().filter(parameters.filter()).toList();
        ListRequest request = parameters.page(sort);
        // Only an order by usage needs the usage of all selected accounts.
        ListPage<AccountQuota> page = sort == null || BY_NAME.contains(sort)
                ? byName(selected, request)
                : ORDER.page(quotas(selected), request);
        return new AccountQuotas(page.items(), page.next(), page.total());
    }

    private ListPage<AccountQuota> byName(List<AccountSnapshot> selected, ListRequest request) {
        ListPage<AccountSnapshot> page = NAMES.page(selected, request);
        return new ListPage<>(quotas(page.items()), page.next(), page.total());
    }

    private List<AccountQuota> quotas(List<AccountSnapshot> selected) {
        Function<AccountSnapshot, QuotaView> quota = quotas.of(selected);
        return selected.stream()
                .map(account -> new AccountQuota(account.name().value(), quota.apply(account)))
                .toList();
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getQuota", summary = "Show the usage and the limits of an account")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public QuotaView show(@PathParam("name") String name) {
        AccountSnapshot account = accounts.get(new OwnerName(name));
        progress.catchUp(account.name());
        return quotas.of(account, homeSizes.now(account.name()));
    }
}
