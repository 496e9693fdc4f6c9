package dcm.shell.admin;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.HoldingsDocument;
import dcm.shell.document.HoldingsDocument.HeldContainer;
import dcm.shell.document.HoldingsDocument.HeldImage;
import dcm.shell.document.RemovalDocument;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description =
                "Remove an account with its containers, homes, keys, network and sign-in. This cannot be undone, and"
                        + " the name cannot be used again. Run the command again to see the progress.",
        footer = {
            "",
            "A host that is down deletes its data when it is up again.",
            "",
            "Examples: user rm alice --dry-run",
            "          user rm alice --images remove",
            "          user rm alice --images keep       # as base images, see image ls",
            "          user rm alice --images handover --to bob"
        })
public class UserRmCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name = "";

    @Option(
            names = "--images",
            paramLabel = "remove|keep|handover",
            description = "What to do with the account's images; required if it has any.")
    private String images = "";

    @Option(names = "--to", paramLabel = "NAME", description = "With --images handover, the receiver.")
    private String to = "";

    @Option(names = "--dry-run", description = "Only show what would be removed.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Do not wait until everything is removed.")
    private boolean noWait;

    protected UserRmCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (dryRun) {
            return preview();
        }
        String query = (images.isBlank() ? "" : "?images=" + images) + (to.isBlank() ? "" : "&to=" + to);
        ApiResponse answer = api().delete("/v1/users/" + name + query);
        if (answer.isProblem("account-has-images")) {
            throw new CommandFailure(
                    ExitCode.USAGE, answer.problem().detail() + " Use --images remove, keep or handover.");
        }
        if (!answer.isProblem("account-removed")) {
            answer.expectDone();
        }
        accepted(name);
        if (!noWait) {
            follow();
        }
        if (json()) {
            screen().json(api().get("/v1/users/" + name).expectDone());
        }
        return ExitCode.DONE;
    }

    /**
     * Called when the account's removal has begun. The launcher overrides it to delete what it stores for the account.
     */
    protected void accepted(String account) {}

    private ExitCode preview() {
        if (name.equals(session().account())) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "You cannot remove your own account. Ask another administrator.");
        }
        Document<AccountDocument> account = api().get("/v1/users/" + name).document(AccountDocument.class);
        if (account.fields().isRemoved()) {
            result(account.json(), "The account %s is already removed.", name);
            return ExitCode.DONE;
        }
        Document<HoldingsDocument> holdings = api().get("/v1/holdings/" + name).document(HoldingsDocument.class);
        if (json()) {
            screen().json(holdings.json());
        } else {
            print(holdings.fields());
        }
        return ExitCode.DONE;
    }

    private AccountDocument account() {
        return api().get("/v1/users/" + name).read(AccountDocument.class);
    }

    private void print(HoldingsDocument holdings) {
        say(
                "This would remove the account %s, its homes, keys, network and sign-in%s",
                name, holdings.isEmpty() ? "." : ", and:");
        for (HeldContainer container : holdings.containers()) {
            say("  container %-24s %-10s on %s", container.name(), container.state(), container.host());
        }
        for (HeldImage image : holdings.images()) {
            say("  image     %-24s %d MB on %s", image.name(), image.sizeBytes() / 1_000_000, image.host());
        }
        if (!holdings.images().isEmpty()) {
            say(fate());
        }
    }

    private String fate() {
        return switch (images) {
            case "remove" -> "The images are also removed.";
            case "keep" -> keptAs("The images become base images");
            case "handover" -> "The images are transferred to '%s' and named %s-NAME:TAG.".formatted(to, name);
            default -> "The account has images. Add --images remove, keep or handover.";
        };
    }

    private String keptAs(String beginning) {
        return "%s, named %s-NAME:TAG. To offer them to groups: image set. To see their state: image ls"
                .formatted(beginning, name);
    }

    private void follow() {
        String printed = "";
        while (true) {
            RemovalDocument removal = account().removal();
            boolean complete = removal != null && removal.isComplete();
            String now = removal == null || complete ? "" : now(removal);
            if (!now.isEmpty() && !now.equals(printed)) {
                progress(now);
                printed = now;
            }
            if (complete) {
                progress("The account %s is removed.", name);
                if (images.equals("keep")) {
                    progress(keptAs("The images are now base images"));
                }
                return;
            }
            PollPause.briefly();
        }
    }

    private static String now(RemovalDocument removal) {
        return removal.steps().stream()
                        .filter(RemovalDocument.Step::isInProgress)
                        .map(step -> step.step() + " …"
                                + (step.waitingFor().isEmpty()
                                        ? ""
                                        : " waiting for " + String.join(", ", step.waitingFor())))
                        .collect(Collectors.joining())
                + (removal.blockedReason().isEmpty() ? "" : ". " + removal.blockedReason());
    }
}
