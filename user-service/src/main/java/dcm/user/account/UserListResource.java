package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.GroupName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountFilter;
import dcm.rest.access.AccountListParameters;
import dcm.rest.access.AccountRoles;
import dcm.rest.host.HostCache;
import dcm.rest.listing.ListOrder;
import dcm.rest.listing.ListPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' list of accounts. */
@Path("/v1/users")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UserListResource {
    private static final ListOrder<AccountSnapshot> ORDER = ListOrder.<AccountSnapshot>byName(
                    account -> account.name().value())
            .text("displayName", AccountSnapshot::displayName)
            .text("state", account -> AccountFilter.stateOf(account).value())
            .text(
                    "group",
                    account -> Optional.ofNullable(account.group())
                            .map(GroupName::value)
                            .orElse(null))
            .text("role", account -> account.role().name())
            .time("opened", AccountSnapshot::openedAt)
            .time("expires", AccountSnapshot::expiresAt);

    private final AccountCache accounts;
    private final HostCache hosts;

    UserListResource(AccountCache accounts, HostCache hosts) {
        this.accounts = accounts;
        this.hosts = hosts;
    }

    /**
     * A page of accounts.
     *
     * @param next the cursor of the next page; absent on the last page
     * @param total the number of accounts on all pages
     */
    @Schema(examples = "{\"items\": [" + UserView.EXAMPLE + "], \"total\": 1}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Users(
            List<UserView> items,
            @Nullable String next,

            @Schema(description = "Number of accounts on all pages")
            long total) {}

    @GET
    @Operation(operationId = "listUsers", summary = "List accounts, by name")
    public Users list(
            @BeanParam AccountListParameters parameters,
            @Parameter(
                            description =
                                    "name, displayName, state, group, role, opened or expires, with - before it for"
                                            + " descending order. Default: name",
                            example = "group")
                    @QueryParam("sort")
                    @Nullable
                    String sort) {
        ListPage<UserView> page = ORDER.page(
                        accounts.all().stream().filter(parameters.filter()).toList(), parameters.page(sort))
                .map(account -> UserView.of(account, hosts::find));
        return new Users(page.items(), page.next(), page.total());
    }
}
