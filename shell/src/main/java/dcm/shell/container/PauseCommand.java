package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Pause all processes of containers.",
        footer = {"", "Examples: pause web"})
public final class PauseCommand extends ContainersCommand {
    PauseCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return container.is(ContainerViewState.RUNNING);
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/pause");
    }
}
