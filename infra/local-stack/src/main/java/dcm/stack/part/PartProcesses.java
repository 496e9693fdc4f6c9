package dcm.stack.part;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import java.nio.file.Path;

/**
 * Chooses how the processes of an installation's parts are run: the installation of the Debian package and the worker of a host that joined
 * by units of systemd, all others by the launcher and its supervisor.
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
        return areUnits(
                installation.joined().isPresent() || installation.programs().isOfPackage(installation.home()),
                installation.home());
    }

    private static boolean areUnits(boolean isWanted, Path home) {
        return isWanted
                && Systemd.isBooted()
                && "root".equals(System.getProperty("user.name"))
                && !PartTarget.isOfOther(home);
    }

    /** Whether a part or the supervisor of the installation in {@code home} runs, whatever its settings are. */
    public static boolean anyRuns(ProgramFiles programs, Path home) {
        return DetachedProcess.anyRuns(home)
                || areUnits(programs.isOfPackage(home) || PartTarget.exists(), home) && PartTarget.anyRuns();
    }
}
