package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import picocli.CommandLine.Command;

@Command(
        name = "unpause",
        description = "Resume the processes of paused containers.",
        footer = {"", "Examples: unpause web, unpause --all"})
public final class UnpauseCommand extends ContainersCommand {
    UnpauseCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(ContainerDocument container) {
        return container.is(ContainerViewState.PAUSED);
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/unpause");
    }
}
