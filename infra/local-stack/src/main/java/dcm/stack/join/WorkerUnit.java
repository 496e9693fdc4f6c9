package dcm.stack.join;

import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Systemd;
import dcm.stack.part.UnitSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The systemd unit of a host's worker: starts it when the machine starts, and again if it fails. */
public final class WorkerUnit {
    /** The name of the unit. */
    public static final String NAME = "dcm-worker.service";

    private static final Path DIRECTORY = Path.of("/etc/systemd/system");
    private static final String EXEC_PID = "SYSTEMD_EXEC_PID";
    private static final int LAUNCHER_HEAP_MIB = 64;

    private final Installation installation;

    public WorkerUnit(Installation installation) {
        this.installation = installation;
    }

    /** Whether systemd manages the services of this machine. */
    public static boolean isPossible() {
        return Systemd.isBooted();
    }

    /**
     * Writes the unit, enables it, and starts the worker with it. Does not wait until the worker is ready: systemd must keep a
     * worker that waits for an administrator.
     *
     * @throws StackFailure if the worker does not start, with the last lines of the journal
     */
    public void start() {
        write();
        SystemCommand.run("systemctl", "daemon-reload");
        SystemCommand.run("systemctl", "enable", NAME);
        try {
            SystemCommand.run("systemctl", "restart", NAME);
        } catch (StackFailure e) {
            throw new StackFailure(
                    "The worker did not start: systemctl status %s. The last lines of the journal:%n%s"
                            .formatted(NAME, SystemCommand.run("journalctl", "-u", NAME, "-n", "20", "-o", "cat")),
                    e);
        }
    }

    /**
     * Whether {@code ./dcm up} and {@code ./dcm down} must use the unit, so that systemd supervises the worker: it is installed for this
     * installation, and this launcher was not started by it.
     */
    public boolean isInstalled() {
        return isPossible() && isInstalled(DIRECTORY.resolve(NAME), System.getenv(EXEC_PID));
    }

    /** Whether systemd has started this launcher, as the unit does. */
    public static boolean isCaller() {
        return isCaller(System.getenv(EXEC_PID));
    }

    /** @param execPid the process that systemd started, see systemd.exec(5); null if systemd started neither this one nor an ancestor */
    private static boolean isCaller(@Nullable String execPid) {
        return Long.toString(ProcessHandle.current().pid()).equals(execPid);
    }

    boolean isInstalled(Path unit, @Nullable String execPid) {
        try {
            return !isCaller(execPid)
                    && Files.exists(unit)
                    && Files.readString(unit).contains(home());
        } catch (IOException e) {
            throw new StackFailure("Cannot read the unit %s: %s".formatted(unit, e), e);
        }
    }

    /** Stops the worker; the unit stays enabled. */
    public void stop() {
        SystemCommand.run("systemctl", "stop", NAME);
    }

    /** Stops the worker, and deletes the unit; does nothing if there is none. */
    public static void remove() {
        if (!Files.exists(DIRECTORY.resolve(NAME))) {
            return;
        }
        SystemCommand.run("systemctl", "disable", "--now", NAME);
        try {
            Files.deleteIfExists(DIRECTORY.resolve(NAME));
        } catch (IOException e) {
            throw new StackFailure("Cannot delete the unit %s: %s".formatted(NAME, e), e);
        }
        SystemCommand.run("systemctl", "daemon-reload");
    }

    private void write() {
        try {
            Files.writeString(DIRECTORY.resolve(NAME), text());
        } catch (IOException e) {
            throw new StackFailure("Cannot write the unit %s: %s".formatted(NAME, e), e);
        }
    }

    /** The unit file. */
    String text() {
        ProgramFiles programs = installation.programs();
        return """
                [Unit]
                Description=DCM worker of the host %s
                Documentation=file:%s
                After=network-online.target docker.service
                Wants=network-online.target docker.service
                # Not after the programs are removed.
                ConditionPathExists=%s

                [Service]
                # The launcher ends when it has started the worker. The process that is left is the main process.
                Type=forking
                Environment=%s %s %s DCM_NO_INSTALL=1
                ExecStartPre=%s
                ExecStartPre=%s
                ExecStart=%s
                ExecStop=%s
                TimeoutStartSec=10min
                # The exit code of a JVM that SIGTERM ends, such as by ./dcm down.
                SuccessExitStatus=143
                Restart=on-failure
                RestartSec=5

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                installation.hostName(),
                UnitSyntax.percents(programs.operationsManual().toString()),
                UnitSyntax.percents(programs.engineFile("ensure-engine").toString()),
                home(),
                UnitSyntax.quoted("DCM_REPOSITORY=" + programs.root()),
                UnitSyntax.quoted("DCM_COMMAND=" + CommandName.in("./dcm")),
                UnitSyntax.argument(programs.engineFile("ensure-engine").toString()),
                UnitSyntax.argument(programs.engineFile("raise-kernel-limits").toString()),
                launcher(programs, "up"),
                launcher(programs, "down"));
    }

    private String home() {
        return UnitSyntax.quoted("DCM_HOME=" + installation.home());
    }

    /** The command line of this launcher. Not {@code ./dcm}, which would build at the start of a machine. */
    private static String launcher(ProgramFiles programs, String command) {
        List<String> words =
                new ArrayList<>(List.of("-cp", programs.launcherClassPath(), "dcm.stack.Launcher", command));
        return UnitSyntax.commandLine(Java.command(InstallationSize.SMALL, LAUNCHER_HEAP_MIB, words));
    }
}
