package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.DetachedProcess;
import dcm.stack.part.Java;
import dcm.stack.part.PartProcesses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The process in the background in which a {@link Supervisor} runs. */
public final class SupervisorProcess {
    static final String NAME = "supervisor";
    private static final int HEAP_MIB = 32;

    private SupervisorProcess() {}

    static DetachedProcess process(Installation installation) {
        return new DetachedProcess(installation, NAME);
    }

    /** Whether parts that end are restarted: by the installation's supervisor, or by systemd. */
    public static boolean isRunning(Installation installation) {
        return PartProcesses.areUnits(installation)
                || process(installation).pid().isPresent();
    }

    /** Starts a supervisor in the background, unless one runs, or systemd restarts the parts. */
    public static void ensureRunning(Installation installation) {
        DetachedProcess process = process(installation);
        if (!isRunning(installation)) {
            new Restarts(installation).clear();
            process.launch(
                    Java.command(
                            InstallationSize.SMALL,
                            HEAP_MIB,
                            List.of(
                                    // The usual helper program refuses a JVM that an upgrade has replaced since.
                                    "-Djdk.lang.Process.launchMechanism=FORK",
                                    "-cp",
                                    ownCopy(installation),
                                    "dcm.stack.Launcher",
                                    "supervise")),
                    Map.of());
        }
    }

    /** Runs a copy of the launcher, because a build would change the jars of the running one. Returns the class path. */
    private static String ownCopy(Installation installation) {
        Path copy = installation.home().resolve("app").resolve(NAME);
        SystemCommand.run("rm", "-rf", copy.toString());
        SystemCommand.run("mkdir", "-p", copy.toString());
        List<String> command = new ArrayList<>(List.of("cp", "--reflink=auto"));
        command.addAll(List.of(System.getProperty("java.class.path").split(":")));
        command.add(copy.toString());
        SystemCommand.run(command.toArray(String[]::new));
        return copy + "/*";
    }

    /** Stops it, if it runs. */
    static void stop(Installation installation) {
        process(installation).stop();
    }
}
