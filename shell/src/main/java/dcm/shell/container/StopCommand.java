package dcm.shell.container;

import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
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
    boolean fits(String state) {
        return state.equals("running") || state.equals("paused");
    }

    @Override
    ApiResponse ask(String handle) {
        return api().post(Containers.address(handle) + "/stop");
    }
}
