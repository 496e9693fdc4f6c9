package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Answer;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description =
                "Remove an account with its containers, homes, keys, network and sign-in. It cannot be undone, and the name"
                        + " is not given again. Done already, it only tells how far it has come.",
        footer = {
            "",
            "A host that is away does its part when it returns.",
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
            description = "What becomes of its images; while there are some, this must be said.")
    private String images = "";

    @Option(names = "--to", paramLabel = "NAME", description = "With --images handover, who gets them.")
    private String to = "";

    @Option(names = "--dry-run", description = "Only tell what would be removed.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Do not wait until all of it is gone.")
    private boolean noWait;

    protected UserRmCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        if (dryRun) {
            return preview();
        }
        String query = (images.isBlank() ? "" : "?images=" + images) + (to.isBlank() ? "" : "&to=" + to);
        Answer answer = api().delete("/v1/users/" + name + query);
        if (answer.isProblem("account-has-images")) {
            throw new CommandFailure(
                    Exit.USAGE, answer.body().path("detail").asText() + " Here: --images remove, keep or handover.");
        }
        if (!answer.isProblem("account-removed")) {
            answer.expectDone();
        }
        accepted(name);
        return noWait ? Exit.DONE : follow();
    }

    /**
     * Called when the account's removal has begun. The launcher overrides it to delete what it stores for the account.
     */
    protected void accepted(String account) {}

    private Exit preview() {
        if (name.equals(session().account())) {
            throw new CommandFailure(Exit.REFUSED, "This is your own account; another administrator can remove it.");
        }
        JsonNode removal = api().get("/v1/users/" + name).expectDone().path("removal");
        if (removal.has("endedAt")) {
            say("The account %s is removed already.", name);
            return Exit.DONE;
        }
        print(api().get("/v1/holdings/" + name).expectDone());
        return Exit.DONE;
    }

    private void print(JsonNode holdings) {
        say(
                "With the account %s would go its homes, keys, network and sign-in%s",
                name,
                holdings.path("containers").isEmpty() && holdings.path("images").isEmpty() ? "." : ", and");
        for (JsonNode container : holdings.path("containers")) {
            say(
                    "  container %-24s %-10s on %s",
                    container.path("name").asText(),
                    container.path("state").asText(),
                    container.path("host").asText());
        }
        for (JsonNode image : holdings.path("images")) {
            say(
                    "  image     %-24s %d MB on %s",
                    image.path("name").asText(),
                    image.path("sizeBytes").asLong() / 1_000_000,
                    image.path("host").asText());
        }
        if (!holdings.path("images").isEmpty()) {
            say(fate());
        }
    }

    private String fate() {
        return switch (images) {
            case "remove" -> "The images are removed, too.";
            case "keep" -> keptAs("The images become base images");
            case "handover" -> "The images become those of '%s', named %s-NAME:TAG.".formatted(to, name);
            default -> "As there are images, it is refused unless you say --images remove, keep or handover.";
        };
    }

    private String keptAs(String beginning) {
        return "%s, named %s-NAME:TAG, which are offered to nobody until 'image set' says to whom; 'image ls' tells whether they can be used."
                .formatted(beginning, name);
    }

    private Exit follow() {
        String told = "";
        while (true) {
            JsonNode removal = api().get("/v1/users/" + name).expectDone().path("removal");
            String now = removal.has("endedAt") ? "" : now(removal);
            if (!now.isEmpty() && !now.equals(told)) {
                say(now);
                told = now;
            }
            if (removal.has("endedAt")) {
                say("The account %s is removed.", name);
                if (images.equals("keep")) {
                    say(keptAs("Its images are base images now"));
                }
                return Exit.DONE;
            }
            Pause.briefly();
        }
    }

    private static String now(JsonNode removal) {
        return removal.path("steps")
                        .valueStream()
                        .filter(step -> step.path("state").asText().equals("now"))
                        .map(step -> step.path("step").asText() + " …"
                                + (step.has("waitingFor")
                                        ? " on "
                                                + step.path("waitingFor")
                                                        .valueStream()
                                                        .map(JsonNode::asText)
                                                        .collect(Collectors.joining(", "))
                                        : ""))
                        .collect(Collectors.joining())
                + (removal.has("obstacle") ? ". " + removal.path("obstacle").asText() : "");
    }
}
