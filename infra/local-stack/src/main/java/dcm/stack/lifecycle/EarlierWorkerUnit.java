package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Systemd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unit that version 0.10 wrote for the worker of a host that joined. */
final class EarlierWorkerUnit {
    private static final String NAME = "dcm-worker.service";

    private EarlierWorkerUnit() {}

    /** Stops the worker, and deletes the unit, if it is of this installation. The unit takes the launcher's lock. */
    static void remove(Installation installation) {
        Path file = Systemd.UNITS.resolve(NAME);
        try {
            if (installation.joined().isEmpty()
                    || !Systemd.isBooted()
                    || !Files.exists(file)
                    || !Files.readString(file).contains(installation.home().toString())) {
                return;
            }
            SystemCommand.run("systemctl", "disable", "--now", NAME);
            Files.deleteIfExists(file);
            SystemCommand.run("systemctl", "daemon-reload");
        } catch (IOException e) {
            throw new StackFailure("Cannot replace the unit %s: %s".formatted(file, e), e);
        }
    }
}
