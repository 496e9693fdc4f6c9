package dcm.stack.command;

import dcm.stack.engine.EngineCleanUp;
import dcm.stack.installation.Installation;
import dcm.stack.join.HostSwarm;
import dcm.stack.lifecycle.Stack;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.PartTarget;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm down}. */
@Command(name = "down", description = "Stop what 'up' started. Data is kept, and users' containers keep running.")
public final class DownCommand implements Callable<Integer> {
    @Option(
            names = "--all",
            description =
                    "Also remove the users' containers, networks and images of this installation, but not base images,"
                            + " and leave the swarm of its hosts.")
    private boolean all;

    @Override
    public Integer call() {
        // Its parts run, also if other settings were stored since, or wrong ones.
        var installation = Installation.lastStarted();
        new Stack(installation).down(System.out::println);
        if (all) {
            var cleanUp = new EngineCleanUp(installation);
            if (installation.joined().isPresent()) {
                if (PartProcesses.areUnits(installation)) {
                    PartTarget.remove();
                }
                cleanUp.remove(System.out::println);
            } else {
                cleanUp.removeForGood(System.out::println);
            }
            new HostSwarm(installation).leave();
        }
        return 0;
    }
}
