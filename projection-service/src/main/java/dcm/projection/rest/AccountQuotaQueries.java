package dcm.projection.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the usage and limits of all accounts, for administrators. */
@Path("/v1/quotas")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountQuotaQueries {
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

    /** The usage and limits of all accounts. */
    @Schema(examples = "{\"items\": [{\"account\": \"alice\", \"quota\": " + QuotaView.EXAMPLE + "}]}")
    public record AccountQuotas(List<AccountQuota> items) {}

    /** The usage and limits of one account. */
    public record AccountQuota(String account, QuotaView quota) {}

    @GET
    @Operation(operationId = "listQuotas", summary = "List the usage and the limits of all accounts")
    public AccountQuotas list() {
        return new AccountQuotas(accounts.all().stream()
                .map(account -> new AccountQuota(account.name().value(), quotas.of(account)))
                .toList());
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
