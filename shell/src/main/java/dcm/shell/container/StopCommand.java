package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import picocli.CommandLine.Command;

@Command(
        name = "stop",
        description = "Stop containers. Their files are kept.",
        footer = {"", "Examples: stop web, stop 31001 31002, stop --all"})
public final class StopCommand extends ContainersCommand {
    StopCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return container.is(ContainerViewState.RUNNING) || container.is(ContainerViewState.PAUSED);
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/stop");
    }
}
