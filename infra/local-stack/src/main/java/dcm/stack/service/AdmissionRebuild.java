package dcm.stack.service;

import dcm.kafka.LogPrincipal;
import dcm.kafka.archive.LogArchive;
import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes the state of admission again from the archive of the log and {@code dcm.events}. No command-service may run. */
public final class AdmissionRebuild {
    private final Installation installation;
    private final Path application;

    /** @param application the directory of command-service, as built */
    public AdmissionRebuild(Installation installation, Path application) {
        this.installation = installation;
        this.application = application;
    }

    /** Rebuilds the state, and returns what the rebuild printed. */
    public String run() {
        Map<String, String> environment =
                new HashMap<>(installation.kafka(LogPrincipal.COMMAND_SERVICE).environment());
        environment.put(LogArchive.VARIABLE, installation.logArchive().toString());
        return SystemCommand.run(
                List.of(
                        Java.executable(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        application.resolve("app") + "/*:" + application.resolve("lib/main") + "/*:"
                                + application.resolve("lib/boot") + "/*",
                        "dcm.command.admission.stream.Rebuild"),
                environment);
    }
}
