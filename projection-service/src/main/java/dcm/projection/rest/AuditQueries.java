package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.codec.Families;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.view.AuditResult;
import dcm.contract.view.ViewValue;
import dcm.projection.audit.AuditRow;
import dcm.rest.access.AccountRoles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries of the audit view, for administrators. */
@Path("/v1/audit")
@Tag(name = "audit")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditQueries {
    private static final int MAX_PAGE = 1000;
    private static final Set<String> RESULTS =
            Arrays.stream(AuditResult.values()).map(AuditResult::value).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> ACTIONS = actions();

    private static Set<String> actions() {
        Set<String> actions = new TreeSet<>(Families.INTENTS.versions().keySet());
        actions.add("account-expired");
        return actions;
    }

    /**
     * A page of entries.
     *
     * @param next the cursor of the next page; absent on the last page
     */
    @Schema(examples = "{\"items\": [" + AuditEntry.EXAMPLE + "]}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AuditPage(
            List<AuditEntry> items, @Nullable String next) {}

    @GET
    @Operation(
            operationId = "listAuditEntries",
            summary = "Show the audit log, the newest entry first",
            description = "Lists all requests of users and administrators, including rejected ones, and the automatic"
                    + " actions when an account expires. The audit log can be rebuilt from the event log.")
    public AuditPage list(
            @Parameter(description = "Account name, or an actor as in the response", example = "admin")
                    @QueryParam("actor")
                    @Nullable
                    String actor,
            @Parameter(description = "Account that the action is about", example = "alice")
                    @QueryParam("account")
                    @Nullable
                    String account,
            @Parameter(description = "Host, group or preset that the action is about", example = "host/n1")
                    @QueryParam("subject")
                    @Nullable
                    String subject,
            @Parameter(example = "suspend-account") @QueryParam("action") @Nullable String action,
            @Parameter(example = "refused") @QueryParam("result") @Nullable String result,
            @Parameter(description = "Start time, inclusive", example = "2026-11-25T00:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = "End time, exclusive", example = "2026-11-26T00:00:00Z")
                    @QueryParam("until")
                    @Nullable
                    String until,
            @Parameter(description = "Maximum number of entries, up to 1000") @QueryParam("limit") @DefaultValue("100")
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TextParameter.of("actor", actor);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
        AuditRow.Filter filter = new AuditRow.Filter(
                actor == null || actor.contains("/") || actor.equals("admission") || actor.equals("installation")
                        ? actor
                        : "account/" + actor,
                account == null ? null : new OwnerName(account).value(),
                TextParameter.of("subject", subject),
                known("action", action, ACTIONS),
                ViewValue.find(AuditResult.class, known("result", result, RESULTS))
                        .orElse(null),
                TimeParameter.parse("since", since),
                TimeParameter.parse("until", until));
        List<AuditEntry> found = QuarkusTransaction.requiringNew()
                .call(() -> AuditRow.page(filter, before(cursor), limit + 1).stream()
                        .map(AuditEntry::of)
                        .toList());
        boolean more = found.size() > limit;
        List<AuditEntry> page = more ? found.subList(0, limit) : found;
        return new AuditPage(page, more ? page.getLast().id() : null);
    }

    private static @Nullable String known(String field, @Nullable String given, Set<String> all) {
        if (given != null && !all.contains(given)) {
            throw new InvalidValueException(
                    field + ": One of " + String.join(", ", all) + "; got " + Printable.quoted(given) + ".");
        }
        return given;
    }

    private static @Nullable AuditRow before(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        AuditRow row = AuditRow.findById(TextParameter.check("cursor", cursor));
        if (row == null) {
            throw new InvalidValueException("cursor: Use the unchanged value next of an earlier page.");
        }
        return row;
    }
}
