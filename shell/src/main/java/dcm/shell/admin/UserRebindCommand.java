package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rebind",
        description =
                "Bind an account to another sign-in, or all accounts to another issuer. The earlier sign-in is rejected"
                        + " from then on. Containers and SSH keys stay.",
        footer = {
            "",
            "Without NAME, all accounts that are bound to another issuer than --issuer are rebound.",
            "",
            "Examples: user rebind alice --subject 5f1c0c5e-53a5      # to this subject of DCM's issuer",
            "          user rebind alice --by-name                    # to the next sign-in with the name alice",
            "          user rebind --issuer https://id.lab.example    # all, with the same subjects",
            "          user rebind --issuer https://id.lab.example --by-name    # all, at the next sign-in"
        })
public final class UserRebindCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The account; all accounts if omitted.")
    private String name = "";

    @Option(names = "--subject", paramLabel = "SUB", description = "The claim sub of the user's future tokens.")
    private String subject = "";

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The claim iss of future tokens; for one account, DCM's issuer by default.")
    private String issuer = "";

    @Option(names = "--by-name", description = "Bind the next sign-in whose name claim is the account's name.")
    private boolean byName;

    UserRebindCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (name.isEmpty()) {
            return rebindAll();
        }
        if (byName == !subject.isEmpty() || byName && !issuer.isEmpty()) {
            throw usage("Pass either --subject or --by-name, and --issuer only with --subject.");
        }
        ApiResponse answer = byName ? release(name) : bind(name, subject, issuer);
        Document<AccountDocument> user = answer.document(AccountDocument.class);
        result(user.json(), sentence(user.fields()));
        return ExitCode.DONE;
    }

    private ExitCode rebindAll() {
        if (issuer.isEmpty() || !subject.isEmpty()) {
            throw usage("To rebind all accounts, pass --issuer without --subject.");
        }
        String self = api().get("/v1/me").read(AccountDocument.class).name();
        List<AccountDocument> others = api().get("/v1/users").items(AccountDocument.class).stream()
                .filter(user -> !user.signInIssuer().isEmpty() && user.removal() == null)
                .filter(user -> !user.signInIssuer().equals(issuer))
                .filter(user -> !user.name().equals(self))
                .toList();
        List<JsonNode> rebound = new ArrayList<>();
        for (AccountDocument user : others) {
            ApiResponse answer = byName ? release(user.name()) : bind(user.name(), user.signInSubject(), issuer);
            rebound.add(answer.expectDone());
            progress(sentence(answer.read(AccountDocument.class)));
        }
        progress("Accounts rebound: %d.", others.size());
        if (json()) {
            screen().json(rebound);
        }
        return ExitCode.DONE;
    }

    private ApiResponse bind(String account, String sub, String iss) {
        return api().put(
                        address(account),
                        iss.isEmpty() ? Map.of("subject", sub) : Map.of("subject", sub, "issuer", iss));
    }

    private ApiResponse release(String account) {
        return api().delete(address(account));
    }

    private static String address(String account) {
        return "/v1/users/" + account + "/sign-in";
    }

    private static String sentence(AccountDocument user) {
        return user.signInSubject().isEmpty()
                ? "The account %s is bound to the next sign-in with its name.".formatted(user.name())
                : "The account %s is bound to %s at %s."
                        .formatted(user.name(), user.signInSubject(), user.signInIssuer());
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
