package dcm.shell.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.IntentDocument;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rm",
        description =
                "Remove containers and their files. Home directories and committed images are kept. Running containers"
                        + " need --force.",
        footer = {"", "Examples: rm web, rm --force 31001 31002, rm --all"})
public final class RmCommand extends ContainersCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Also remove running containers.")
    private boolean force;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    private final Map<String, ContainerDocument> before = new ConcurrentHashMap<>();

    RmCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return force || container.is(ContainerViewState.STOPPED) || container.is(ContainerViewState.LOST);
    }

    @Override
    boolean isDryRun() {
        return dryRun.isGiven();
    }

    @Override
    ApiResponse ask(String handle) {
        ApiResponse known = api().get(Containers.address(handle));
        if (known.status() < 400) { // the view may not have the container yet
            before.put(handle, known.read(ContainerDocument.class));
        }
        return api().delete(dryRun.on(Containers.address(handle) + "?force=" + force));
    }

    @Override
    Document<ContainerDocument> outcome(String handle, IntentDocument intent) {
        ContainerDocument known = before.get(handle);
        return Document.of(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", intent.container())
                        .put("handle", known == null || known.handle().isEmpty() ? handle : known.handle())
                        .put("name", known == null ? handle : known.name())
                        .put("state", "removed"),
                ContainerDocument.class);
    }
}
