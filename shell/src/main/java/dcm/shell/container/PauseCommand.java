package dcm.shell.container;

import dcm.shell.api.Answer;
import dcm.shell.command.Session;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description = "Pause all processes of containers.",
        footer = {"", "Examples: pause web"})
public final class PauseCommand extends OnContainers {
    PauseCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(String state) {
        return state.equals("running");
    }

    @Override
    Answer ask(String handle) {
        return api().post(Containers.address(handle) + "/pause");
    }
}
