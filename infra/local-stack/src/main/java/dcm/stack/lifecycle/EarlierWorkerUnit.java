package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Systemd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unit that version 0.10 wrote for the worker of a host that joined. It starts and stops the worker with the launcher. */
final class EarlierWorkerUnit {
    private static final String NAME = "dcm-worker.service";
    private static final Path FILE = Systemd.UNITS.resolve(NAME);

    private EarlierWorkerUnit() {}

    /** Stops the worker, and deletes the unit, because this version starts another one. The unit takes the launcher's lock. */
    static void replace(Installation installation) {
        if (!isOf(installation)) {
            return;
        }
        if (!isCaller()) {
            stop(installation);
        }
        SystemCommand.run("systemctl", "disable", NAME);
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete the unit %s: %s".formatted(FILE, e), e);
        }
        SystemCommand.run("systemctl", "daemon-reload");
    }

    /** Stops the worker, which the unit starts again with the machine. */
    static void stop(Installation installation) {
        if (isOf(installation) && !isCaller()) {
            SystemCommand.run("systemctl", "stop", NAME);
        }
    }

    private static boolean isOf(Installation installation) {
        try {
            return installation.joined().isPresent()
                    && Systemd.isBooted()
                    && Files.exists(FILE)
                    && Files.readString(FILE).contains(installation.home().toString());
        } catch (IOException e) {
            throw new StackFailure("Cannot read the unit %s: %s".formatted(FILE, e), e);
        }
    }

    /** Whether the unit has started this launcher, see systemd.exec(5). A unit that stops itself would wait for its own end. */
    private static boolean isCaller() {
        return Long.toString(ProcessHandle.current().pid()).equals(System.getenv("SYSTEMD_EXEC_PID"));
    }
}
