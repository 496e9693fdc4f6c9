package dcm.user.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.ImportAction;
import dcm.intent.LogUnreachableException;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.user.account.AccountOpening;
import dcm.user.account.OpenRequest;
import dcm.user.bulk.AccountsFile.Line;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for many accounts at once. */
@Path("/v1/bulk/users")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@RunOnVirtualThread
public class BulkResource {
    /** Limits how long one request takes. */
    private static final int MAX_ACCOUNTS = 300;

    private static final String CSV = "text/csv";

    private final AccountCache accounts;
    private final CatalogCache catalog;
    private final Caller caller;
    private final AccountOpening opening;
    private final AdminIntentSubmitter submitter;
    private final ObjectMapper mapper;

    BulkResource(
            AccountCache accounts,
            CatalogCache catalog,
            Caller caller,
            AccountOpening opening,
            AdminIntentSubmitter submitter,
            ObjectMapper mapper) {
        this.accounts = accounts;
        this.catalog = catalog;
        this.caller = caller;
        this.opening = opening;
        this.submitter = submitter;
        this.mapper = mapper;
    }

    /** Accounts, each in the form of the request that opens it. */
    @Schema(examples = "{\"items\": [{\"name\": \"alice\", \"group\": \"students\", \"keys\": []}]}")
    public record AccountList(
            @Schema(required = true) @Nullable List<OpenRequest> items) {}

    /** The result of each line, or with {@code dryRun} the expected result. */
    @Schema(examples = """
                    {"dryRun": true, "items": [{"line": 2, "name": "alice", "action": "open", "changes": []},
                     {"line": 3, "name": "bob", "action": "change", "changes": ["group: students → staff"]}]}""")
    public record Report(
            @Schema(description = "Whether this was a dry run, which changes nothing")
            boolean dryRun,

            List<Result> items) {}

    /** The result of one line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            @Schema(description = "Line of the table, or position in the JSON list, counted from 1")
            int line,

            String name,

            @Schema(
                    description = "The change that is made, or, in a dry run, would be made",
                    enumeration = {"open", "change", "nothing", "refuse"})
            ImportAction action,

            @Schema(description = "The differences, or the reason of a rejection")
            List<String> changes,

            @Schema(description = "One-time password for the first sign-in") @Nullable
            String oneTimePassword) {

        private static Result of(ImportPlan plan) {
            return new Result(plan.line(), plan.name(), plan.action(), plan.changes(), null);
        }
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            operationId = "exportUsers",
            summary = "Export all accounts",
            description = "JSON or CSV, in the format of the import and of the request that opens an account.")
    @APIResponse(
            responseCode = "200",
            description = "All accounts",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AccountList.class)),
                @Content(
                        mediaType = CSV,
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        examples = "name,displayName,role\nalice,Alice Liddell,user"))
            })
    public Response export(@Context HttpHeaders headers) {
        boolean table = headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.toString().startsWith(CSV));
        return table
                ? Response.ok(AccountsFile.write(accounts.all()), CSV + ";charset=UTF-8")
                        .build()
                : Response.ok(
                                new AccountList(accounts.all().stream()
                                        .map(AccountsFile::request)
                                        .toList()),
                                MediaType.APPLICATION_JSON)
                        .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importUsers",
            summary = "Import accounts",
            description =
                    "Opens or changes up to 300 accounts. Missing fields stay unchanged; keys are added, never removed."
                            + " If one account is rejected, none is changed. Repeating the import changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The changes, or, in a dry run, the changes that would be made",
            content = @Content(schema = @Schema(implementation = Report.class)))
    public Response importList(
            @Parameter(description = "Whether to show the changes without making them")
                    @QueryParam("dryRun")
                    @DefaultValue("false")
                    boolean dryRun,
            @Nullable AccountList list) {
        List<OpenRequest> items =
                RequiredBody.of(list == null ? null : list.items(), "a JSON object with the field items");
        return carryOut(
                IntStream.range(0, items.size())
                        .mapToObj(i -> line(i + 1, items.get(i)))
                        .toList(),
                dryRun);
    }

    private static Line line(int number, @Nullable OpenRequest request) {
        return request == null
                ? new Line(number, "", null, "An account is a JSON object; null is not allowed.")
                : new Line(number, request.name() == null ? "" : request.name().value(), request, null);
    }

    @POST
    @Consumes(CSV)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true) // same operation as the JSON import; docs/accounts.md describes the table
    public Response importTable(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun, String table) {
        return carryOut(new AccountsFile(mapper).read(table), dryRun);
    }

    private Response carryOut(List<Line> lines, boolean dryRun) {
        if (lines.size() > MAX_ACCOUNTS) {
            throw new InvalidValueException(
                    "At most " + MAX_ACCOUNTS + " accounts in one import; got " + lines.size() + ".");
        }
        Instant now = Instant.now();
        Set<String> seen = new HashSet<>();
        List<ImportPlan> plans = lines.stream()
                .map(line -> seen.add(line.name())
                        ? line
                        : new Line(line.number(), line.name(), null, "The name occurs twice."))
                .map(line -> ImportPlan.of(line, accounts::find, catalog.current(), caller.name(), now))
                .toList();
        if (!dryRun) {
            refuseAsAWhole(plans);
        }
        List<Result> results = dryRun ? plans.stream().map(Result::of).toList() : carryOut(plans);
        return Response.ok(new Report(dryRun, results))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static void refuseAsAWhole(List<ImportPlan> plans) {
        List<ImportPlan> refused = plans.stream()
                .filter(plan -> plan.action() == ImportAction.REFUSE)
                .toList();
        if (!refused.isEmpty()) {
            ImportPlan first = refused.getFirst();
            throw new InvalidValueException("No account was changed, because " + refused.size() + " of " + plans.size()
                    + " are rejected. The first is number " + first.line() + " ('" + first.name() + "'): "
                    + first.changes().getFirst() + " A dry run (dryRun=true) shows all of them.");
        }
    }

    /**
     * If admission rejects an intent, the error is reported with its line and the other lines continue, because earlier
     * lines are already done, and their one-time passwords are only in this answer. If the log or admission does not
     * answer, it would not answer the others either.
     */
    private List<Result> carryOut(List<ImportPlan> plans) {
        List<Result> results = new ArrayList<>();
        boolean reachable = true;
        for (ImportPlan plan : plans) {
            try {
                results.add(reachable ? carryOut(plan) : refused(plan, "Not attempted. Import the file again."));
            } catch (ProblemException e) {
                reachable = e.code() != ErrorCode.LOG_UNREACHABLE;
                results.add(refused(plan, String.valueOf(e.getMessage())));
            } catch (LogUnreachableException e) {
                reachable = false;
                results.add(refused(
                        plan,
                        "DCM's event log does not answer. The change "
                                + (e.isCertainlyUnsent() ? "was not recorded" : "may have been recorded")
                                + ". Import the file again."));
            }
        }
        return results;
    }

    private Result carryOut(ImportPlan plan) {
        String password = null;
        for (AccountIntent intent : plan.intents()) {
            OwnerName name = new OwnerName(plan.name());
            if (intent instanceof OpenAccount open) {
                password = opening.open(name, open, false).oneTimePassword();
            } else {
                submitter.submit(AggregateId.of(name), intent);
            }
        }
        return new Result(plan.line(), plan.name(), plan.action(), plan.changes(), password);
    }

    private static Result refused(ImportPlan plan, String reason) {
        return new Result(plan.line(), plan.name(), ImportAction.REFUSE, List.of(reason), null);
    }
}
