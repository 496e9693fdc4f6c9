package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.TransferDocument;
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
                "Transfer an image or a container to another account, within the receiver's limits. A container is"
                        + " stopped and committed as an image, from which the receiver gets a new container; homes are"
                        + " not transferred. With --all, everything is transferred, including homes. The receiver must"
                        + " then be an account that has never had containers; its own keys and limits apply. The old"
                        + " account is removed, which cannot be undone, and its name cannot be used again.",
        footer = {
            "",
            "Examples: user handover alice --image solver:2 --to bob",
            "          user handover alice --container web --to bob --as alices-web",
            "          user add alice-smith --key new.pub && user handover alice --all --to alice-smith",
            "",
            "The exit code is 1 if the transfer is rejected, and 3 if only the image could be transferred."
        })
public final class UserHandOverCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "The current owner.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Thing thing = new Thing();

    /** The options for what to transfer. */
    static final class Thing {
        @Option(names = "--image", paramLabel = "NAME:TAG", description = "An image of the owner.")
        private @Nullable String image;

        @Option(
                names = "--container",
                paramLabel = "HANDLE",
                description = "A container of the owner: its SSH port, name or id.")
        private @Nullable String container;

        @Option(names = "--all", description = "Everything, including homes; the account is then removed.")
        private boolean all;
    }

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "The receiver.")
    private String to = "";

    @Option(names = "--as", paramLabel = "NAME", description = "The new name; the same if omitted.")
    private @Nullable String as;

    UserHandOverCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
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
        Document<TransferDocument> answer =
                api().post("/v1/users/" + name + "/handovers", request).document(TransferDocument.class);
        TransferDocument transfer = answer.fields();
        if (json()) {
            screen().json(answer.json());
        } else if (transfer.hasProblem()) {
            say("%s has the image, but the container does not run: %s", to, transfer.problem());
        } else if (transfer.isDone()) {
            say(thing.all ? whole() : "Transferred to %s.".formatted(to));
        } else {
            say(
                    "The transfer is in progress. To see its state: %s %s",
                    thing.all ? "user show" : "audit --account", name);
        }
        return transfer.hasProblem() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private String whole() {
        return ("Everything is transferred to %1$s, and the account '%2$s' is removed. The containers have new SSH"
                        + " ports and host keys. The keys and limits of %1$s apply. For details: user show %1$s")
                .formatted(to, name);
    }
}
