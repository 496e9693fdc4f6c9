package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import picocli.CommandLine.Command;

@Command(
        name = "restart",
        description = "Stop containers and start them again.",
        footer = {"", "Examples: restart web"})
public final class RestartCommand extends ContainersCommand {
    RestartCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return container.is(ContainerViewState.RUNNING);
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/restart");
    }
}
