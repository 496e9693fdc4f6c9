package dcm.shell.admin;

import dcm.contract.view.AuditResult;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.AuditEntryDocument;
import dcm.shell.document.HoldingsDocument;
import dcm.shell.document.HoldingsDocument.HeldContainer;
import dcm.shell.document.HomeHostDocument;
import dcm.shell.document.HomesMoveDocument;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "move",
        description =
                "Move an account's homes to another host, and its containers with them, where hosts do not share homes."
                        + " Running containers are stopped and start again on the new host. Without options, show the"
                        + " progress of a move.",
        footer = {
            "",
            "Containers keep id, name and settings. They get new SSH ports and host keys, and LOSE ALL FILES OUTSIDE OF"
                    + " THE HOMES, because they are created again from their images. To keep such files, commit the"
                    + " container first. To see what is affected: --dry-run.",
            "If the move fails or is cancelled, nothing is lost, and the containers start again on the old host.",
            "",
            "Examples: user move alice --to n2",
            "          user move alice",
            "          user move alice --cancel"
        })
public final class UserMoveCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name = "";

    @ArgGroup
    private Action action = new Action();

    /** What to do; nothing: show the progress. */
    static final class Action {
        @Option(names = "--to", paramLabel = "HOST", description = "The new home host.")
        private String to = "";

        @Option(names = "--cancel", description = "Cancel the move in progress.")
        private boolean cancel;
    }

    @Option(names = "--dry-run", description = "Only show what would be moved.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Do not wait until the move has ended.")
    private boolean noWait;

    UserMoveCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (action.cancel) {
            if (dryRun) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--dry-run shows what --to would move, not what --cancel does.");
            }
            result(
                    api().delete("/v1/users/" + name + "/home-host/move").expectDone(),
                    "The move is cancelled. The homes of %s stay where they were.",
                    name);
            return ExitCode.DONE;
        }
        if (dryRun) {
            return preview();
        }
        return action.to.isBlank() ? show() : move();
    }

    private ExitCode move() {
        ApiResponse answer = api().put("/v1/users/" + name + "/home-host", Map.of("host", action.to));
        HomeHostDocument accepted = answer.read(HomeHostDocument.class);
        if (accepted.isDone()) {
            result(answer.expectDone(), "The homes of %s are on %s.", name, action.to);
        } else if (noWait) {
            result(answer.expectDone(), "The move has started. To see its progress: user move %s", name);
        } else {
            follow(accepted.intent());
            if (json()) {
                screen().json(api().get("/v1/users/" + name).expectDone());
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode show() {
        HomesMoveDocument move = account().homesMove();
        if (move == null) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "The homes of %s are not being moved. Use --to HOST to move them.".formatted(name));
        }
        if (noWait || json()) {
            result(api().get("/v1/users/" + name).expectDone().path("homesMove"), move.sentence());
        } else {
            follow(move.intent());
        }
        return ExitCode.DONE;
    }

    private AccountDocument account() {
        return api().get("/v1/users/" + name).read(AccountDocument.class);
    }

    private void follow(String intent) {
        String printed = "";
        for (HomesMoveDocument move = account().homesMove();
                move != null;
                move = account().homesMove()) {
            if (!move.sentence().equals(printed)) {
                printed = move.sentence();
                progress(printed);
            }
            PollPause.briefly();
        }
        AuditEntryDocument entry = ended(intent);
        if (!AuditResult.DONE.is(entry.result())) {
            throw new CommandFailure(ExitCode.FAILED, entry.detail());
        }
        progress("The homes of %s are moved. The containers are created again; to see them: user show %s", name, name);
    }

    /** The entry of a move that has ended; the audit log may show it a moment later. */
    private AuditEntryDocument ended(String intent) {
        while (true) {
            Optional<AuditEntryDocument> entry = api()
                    .get("/v1/audit?account=" + name + "&action=move-homes&limit=50")
                    .read(PageDocument.class)
                    .read(AuditEntryDocument.class)
                    .stream()
                    .filter(move -> move.id().equals(intent))
                    .filter(move -> !AuditResult.ACCEPTED.is(move.result()) && !AuditResult.RECORDED.is(move.result()))
                    .findFirst();
            if (entry.isPresent()) {
                return entry.get();
            }
            PollPause.briefly();
        }
    }

    private ExitCode preview() {
        var holdings = api().get("/v1/holdings/" + name).document(HoldingsDocument.class);
        if (json()) {
            screen().json(holdings.json());
            return ExitCode.DONE;
        }
        say("This would stop and create again these containers, which lose all files outside of the homes:");
        for (HeldContainer container : holdings.fields().containers()) {
            say("  %-24s %-10s on %s", container.name(), container.state(), container.host());
        }
        return ExitCode.DONE;
    }
}
