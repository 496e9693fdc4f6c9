package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.document.ContainerDocument;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands that change the state of containers and have no parameters of their own. */
public abstract class ChangeStateCommand extends ContainersCommand {
    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    private final String operation;
    private final Set<ContainerViewState> states;

    /**
     * @param operation the last segment of the request's path
     * @param states the states that allow the operation
     */
    private ChangeStateCommand(Session session, String operation, ContainerViewState... states) {
        super(session);
        this.operation = operation;
        this.states = Set.of(states);
    }

    @Override
    final boolean fits(ContainerDocument container) {
        return states.stream().anyMatch(container::is);
    }

    @Override
    final boolean isDryRun() {
        return dryRun.isGiven();
    }

    @Override
    final ApiResponse ask(String handle) {
        return api().post(dryRun.on(Containers.address(handle) + "/" + operation));
    }

    @Command(
            name = "stop",
            description = "Stop containers. Their files are kept.",
            footer = {"", "Examples: stop web, stop 31001 31002, stop --all"})
    public static final class Stop extends ChangeStateCommand {
        Stop(Session session) {
            super(session, "stop", ContainerViewState.RUNNING, ContainerViewState.PAUSED);
        }
    }

    @Command(
            name = "start",
            description = "Start stopped containers. They keep their SSH port, published ports and files.",
            footer = {"", "Examples: start web, start --all"})
    public static final class Start extends ChangeStateCommand {
        Start(Session session) {
            super(session, "start", ContainerViewState.STOPPED);
        }
    }

    @Command(
            name = "restart",
            description = "Stop containers and start them again.",
            footer = {"", "Examples: restart web"})
    public static final class Restart extends ChangeStateCommand {
        Restart(Session session) {
            super(session, "restart", ContainerViewState.RUNNING);
        }
    }

    @Command(
            name = "recreate",
            description =
                    "Create lost containers again, from their last specification, with a new SSH port. Files outside of"
                            + " home directories are lost.",
            footer = {
                "",
                "Home directories that only a removed host had are empty.",
                "",
                "Examples: recreate web, recreate --all"
            })
    public static final class Recreate extends ChangeStateCommand {
        Recreate(Session session) {
            super(session, "recreate", ContainerViewState.LOST);
        }
    }

    @Command(
            name = "pause",
            description = "Pause all processes of containers.",
            footer = {"", "Examples: pause web"})
    public static final class Pause extends ChangeStateCommand {
        Pause(Session session) {
            super(session, "pause", ContainerViewState.RUNNING);
        }
    }

    @Command(
            name = "unpause",
            description = "Resume the processes of paused containers.",
            footer = {"", "Examples: unpause web, unpause --all"})
    public static final class Unpause extends ChangeStateCommand {
        Unpause(Session session) {
            super(session, "unpause", ContainerViewState.PAUSED);
        }
    }
}
