package dcm.stack.part;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import java.nio.file.Path;

/**
 * Chooses how the processes of an installation's parts are run: the installation of the Debian package by units of systemd, all others by
 * the launcher and its supervisor.
 */
public final class PartProcesses {
    private PartProcesses() {}

    /** The process of a part. */
    public static PartProcess of(Installation installation, ProcessOptions options) {
        return areUnits(installation)
                ? new UnitProcess(installation, options)
                : new DetachedProcess(installation, options);
    }

    /** Whether systemd runs and restarts the parts. */
    public static boolean areUnits(Installation installation) {
        // The worker of a joined host has a unit that runs the launcher.
        return installation.joined().isEmpty() && areUnits(installation.programs(), installation.home());
    }

    private static boolean areUnits(ProgramFiles programs, Path home) {
        return Systemd.isBooted() && "root".equals(System.getProperty("user.name")) && programs.isOfPackage(home);
    }

    /** Whether a part or the supervisor of the installation in {@code home} runs, whatever its settings are. */
    public static boolean anyRuns(ProgramFiles programs, Path home) {
        return DetachedProcess.anyRuns(home) || areUnits(programs, home) && PartTarget.anyRuns();
    }
}
