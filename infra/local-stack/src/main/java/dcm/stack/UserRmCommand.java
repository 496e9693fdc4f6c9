package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm user rm}. */
@Command(
        name = "rm",
        description =
                "Remove an account with its containers, homes, keys, network and sign-in. It cannot be undone, and the name"
                        + " is not given again. Done already, it only tells how far it has come.",
        footer = {
            "",
            "A host that is away does its part when it returns.",
            "",
            "Examples: ./dcm user rm alice --dry-run",
            "          ./dcm user rm alice --images remove",
            "          ./dcm user rm alice --images keep       # as base images, see ./dcm image ls",
            "          ./dcm user rm alice --images handover --to bob"
        })
final class UserRmCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        DoorClient administrator = new People(Installation.current()).administrator();
        if (dryRun) {
            return preview(administrator);
        }
        String query = (images.isBlank() ? "" : "?images=" + images) + (to.isBlank() ? "" : "&to=" + to);
        DoorClient.Answer answer = administrator.delete("/v1/users/" + name + query, Duration.ZERO);
        if (answer.isProblem("account-has-images")) {
            throw new StackFailure(answer.body().path("detail").asText() + " Here: --images remove, keep or handover.");
        }
        if (!answer.isProblem("account-removed")) {
            answer.expectDone();
        }
        return noWait ? 0 : follow(administrator);
    }

    private int preview(DoorClient administrator) {
        if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
            throw new StackFailure("This is the account that ./dcm itself uses; it cannot be removed by it.");
        }
        JsonNode removal = administrator.get("/v1/users/" + name).expectDone().path("removal");
        if (removal.has("endedAt")) {
            System.out.printf("The account %s is removed already.%n", name);
            return 0;
        }
        print(administrator.get("/v1/holdings/" + name).expectDone());
        return 0;
    }

    private void print(JsonNode holdings) {
        System.out.printf(
                "With the account %s would go its homes, keys, network and sign-in%s%n",
                name,
                holdings.path("containers").isEmpty() && holdings.path("images").isEmpty() ? "." : ", and");
        for (JsonNode container : holdings.path("containers")) {
            System.out.printf(
                    "  container %-24s %-10s on %s%n",
                    container.path("name").asText(),
                    container.path("state").asText(),
                    container.path("host").asText());
        }
        for (JsonNode image : holdings.path("images")) {
            System.out.printf(
                    "  image     %-24s %d MB on %s%n",
                    image.path("name").asText(),
                    image.path("sizeBytes").asLong() / 1_000_000,
                    image.path("host").asText());
        }
        if (!holdings.path("images").isEmpty()) {
            System.out.println(fate());
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
        return "%s, named %s-NAME:TAG, which are offered to nobody until './dcm image set' says to whom; './dcm image ls' tells whether they can be used."
                .formatted(beginning, name);
    }

    private int follow(DoorClient administrator) {
        String told = "";
        while (true) {
            JsonNode removal =
                    administrator.get("/v1/users/" + name).expectDone().path("removal");
            String now = removal.has("endedAt") ? "" : now(removal);
            if (!now.isEmpty() && !now.equals(told)) {
                System.out.println(now);
                told = now;
            }
            if (removal.has("endedAt")) {
                System.out.printf("The account %s is removed.%n", name);
                if (images.equals("keep")) {
                    System.out.println(keptAs("Its images are base images now"));
                }
                return 0;
            }
            Pause.shortly();
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
