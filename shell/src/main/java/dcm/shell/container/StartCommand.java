package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import picocli.CommandLine.Command;

@Command(
        name = "start",
        description = "Start stopped containers. They keep their handle, ports and files.",
        footer = {"", "Examples: start web, start --all"})
public final class StartCommand extends ContainersCommand {
    StartCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return container.is(ContainerViewState.STOPPED);
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/start");
    }
}
