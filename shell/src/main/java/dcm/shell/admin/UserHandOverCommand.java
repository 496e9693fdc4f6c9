package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "handover",
        description =
                "Hand an image or a container over to another account, which must have room for it. A container is stopped, made"
                        + " an image, and made anew of that with the receiver's homes; homes do not move with it. With --all,"
                        + " everything that the account has goes, its homes too, to an account that never had any. The keys and"
                        + " limits that hold are then the new one's; the old account is removed, which cannot be undone, and its"
                        + " name is not given again.",
        footer = {
            "",
            "Examples: user handover alice --image solver:2 --to bob",
            "          user handover alice --container web --to bob --as alices-web",
            "          user add alice-smith --key new.pub && user handover alice --all --to alice-smith",
            "",
            "It ends with 1 if it is refused, and 3 if the receiver has the image but her container does not run."
        })
public final class UserHandOverCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "Whose it is.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Thing thing = new Thing();

    /** The options for what to transfer. */
    static final class Thing {
        @Option(names = "--image", paramLabel = "NAME:TAG", description = "An image of hers.")
        private @Nullable String image;

        @Option(
                names = "--container",
                paramLabel = "HANDLE",
                description = "A container of hers: its port, name or id.")
        private @Nullable String container;

        @Option(names = "--all", description = "All that she has, homes included; after that her account is removed.")
        private boolean all;
    }

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Who gets it.")
    private String to = "";

    @Option(names = "--as", paramLabel = "NAME", description = "What it is called there; otherwise the same.")
    private @Nullable String as;

    UserHandOverCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        Map<String, Object> request = new HashMap<>(Map.of("to", to));
        if (thing.image != null) {
            request.put("image", thing.image);
        }
        if (thing.container != null) {
            request.put("container", thing.container);
        }
        if (thing.all) {
            request.put("account", true);
        }
        if (as != null) {
            request.put("as", as);
        }
        JsonNode done = api().post("/v1/users/" + name + "/handovers", request).expectDone();
        if (json()) {
            screen().json(done);
        } else if (done.has("problem")) {
            say(
                    "%s has the image, but the container does not run: %s",
                    to, done.path("problem").asText());
        } else if (done.path("state").asText().equals("done")) {
            say(thing.all ? whole() : to + " has it now.");
        } else {
            say(
                    "It is on its way; '%s %s' tells how far it has come.",
                    thing.all ? "user show" : "audit --account", name);
        }
        return done.has("problem") ? Exit.FAILED : Exit.DONE;
    }

    private String whole() {
        return "All of it is %1$s's, and the account '%2$s' is removed. Containers have new SSH ports and host keys; the keys and limits that hold are %1$s's own. 'user show %1$s' tells the rest."
                .formatted(to, name);
    }
}
