package dcm.shell.container;

import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
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
    boolean fits(String state) {
        return state.equals("stopped");
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/start");
    }
}
