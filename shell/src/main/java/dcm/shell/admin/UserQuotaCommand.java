package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.account.QuotaTable;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountQuotaDocument;
import dcm.shell.document.LimitDocument;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "quota",
        description = "Show the usage and limits of an account, or set its own limits.",
        footer = {
            "",
            QuotaOptions.EXPLANATION,
            "A limit below the current usage removes nothing, but new use is refused.",
            "",
            "Examples: user quota                    all accounts",
            "          user quota alice              usage and limits of alice",
            "          user quota alice --cpus 4 --ports inherit"
        })
public final class UserQuotaCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The account; all accounts if omitted.")
    private String name = "";

    @Mixin
    private QuotaOptions limits = new QuotaOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    UserQuotaCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (name.isBlank()) {
            if (!limits.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "No account given. To set limits for all: group set everybody");
            }
            Document<PageDocument> all = api().get("/v1/quotas").document(PageDocument.class);
            if (json()) {
                screen().json(all.json());
            } else {
                QuotasTable.print(all.fields().read(AccountQuotaDocument.class), screen());
            }
            return ExitCode.DONE;
        }
        if (!limits.isEmpty()) {
            String address = "/v1/users/" + name + "/quota";
            JsonNode before = api().get(address).expectDone();
            ApiResponse answer =
                    api().put(dryRun.on(address), limits.appliedTo(Documents.readMap(before, BigDecimal.class)));
            if (dryRun.isGiven()) {
                return dryRun(answer);
            }
            answer.expectDone();
        }
        JsonNode quota = api().get("/v1/quotas/" + name).expectDone();
        if (json()) {
            screen().json(quota);
        } else {
            QuotaTable.print(Documents.readMap(quota, LimitDocument.class), screen());
        }
        return ExitCode.DONE;
    }
}
