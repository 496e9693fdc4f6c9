package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.IssuerDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Create an account with a sign-in. If the account exists, nothing changes.",
        footer = {
            "",
            "The one-time password is shown only once. The user chooses a new password at the first sign-in.",
            QuotaOptions.EXPLANATION,
            "",
            "Examples: user add alice --key ~/.ssh/id_ed25519.pub",
            "          user add bob --key bob.pub --group students --expires 2027-03-31 --cpus 2"
        })
public class UserAddCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "A POSIX user name, also used in the containers.")
    private String name = "";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "An SSH public key: its line, its .pub file, or - for standard input. Can be repeated.")
    private List<String> keyFiles = new ArrayList<>();

    @Option(names = "--admin", description = "Create an administrator.")
    private boolean administrator;

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    @Mixin
    private QuotaOptions quota = new QuotaOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    protected UserAddCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Map<String, Object> request = profile.given();
        request.put("name", name);
        request.put("role", administrator ? "administrator" : "user");
        request.put("keys", keyFiles.stream().map(session().input()::key).toList());
        request.put("quota", quota.appliedTo(Map.of()));
        if (dryRun.isGiven()) {
            return dryRun(api().post(dryRun.on("/v1/users"), request));
        }
        ApiResponse answer = api().post("/v1/users", request);
        if (answer.isProblem("account-exists")) {
            return alreadyThere();
        }
        opened(name, answer.expectDone());
        return ExitCode.DONE;
    }

    /** Prints the new account. The launcher overrides it. */
    protected void opened(String account, JsonNode view) {
        if (json()) {
            screen().json(view);
            return;
        }
        say("The account %s is created.", account);
        String password = Documents.read(view, AccountDocument.class).oneTimePassword();
        if (!password.isEmpty()) {
            say("The user signs in as '%s' with the one-time password %s, which is shown only now.", account, password);
            return;
        }
        IssuerDocument issuer = api().get("/v1/issuer").read(IssuerDocument.class);
        if (issuer.managed()) {
            say("The sign-in is not created yet. To set a password later: user password %s", account);
        } else {
            say(
                    "The user signs in at %s, where the claim %s must be '%s'.",
                    issuer.issuer(), issuer.nameClaim(), account);
        }
    }

    private ExitCode alreadyThere() {
        Document<AccountDocument> known = api().get("/v1/users/" + name).document(AccountDocument.class);
        if (known.fields().removal() != null) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "The account %s %s. The name cannot be used again; choose another name."
                            .formatted(name, known.fields().isRemoved() ? "was removed" : "is being removed"));
        }
        if (json()) {
            screen().json(known.json());
        } else {
            say("The account %s already exists; nothing changed. To change it: user set, user quota, user key", name);
        }
        return ExitCode.DONE;
    }
}
