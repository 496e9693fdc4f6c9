package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.account.QuotaTable;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "quota",
        description = "Show what somebody has and may have, or lay down limits for her alone.",
        footer = {
            "",
            QuotaOptions.EXPLANATION,
            "Below what is used, a limit takes nothing away and allows no more.",
            "",
            "Examples: user quota                    all accounts",
            "          user quota alice              what she has and may have",
            "          user quota alice --cpus 4 --ports inherit"
        })
public final class UserQuotaCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The account; left out, all are listed.")
    private String name = "";

    @Mixin
    private QuotaOptions limits = new QuotaOptions();

    UserQuotaCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        if (name.isBlank()) {
            if (!limits.isEmpty()) {
                throw new CommandFailure(Exit.USAGE, "Say whose limits these are; 'group set everybody' is for all.");
            }
            JsonNode all = api().get("/v1/quotas").expectDone();
            if (json()) {
                screen().json(all);
            } else {
                QuotasTable.print(all.path("items"), screen());
            }
            return Exit.DONE;
        }
        if (!limits.isEmpty()) {
            String address = "/v1/users/" + name + "/quota";
            JsonNode before = api().get(address).expectDone();
            api().put(address, limits.appliedTo(before)).expectDone();
        }
        JsonNode quota = api().get("/v1/quotas/" + name).expectDone();
        if (json()) {
            screen().json(quota);
        } else {
            QuotaTable.print(quota, screen());
        }
        return Exit.DONE;
    }
}
