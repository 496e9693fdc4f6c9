package dcm.stack.command;

import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./dcm rebuild}. */
@Command(
        name = "rebuild",
        description = "Rebuild a service's state from the log. The service is stopped during the rebuild.",
        subcommands = RebuildCommand.Admission.class)
public final class RebuildCommand {
    /** {@code ./dcm rebuild admission}. */
    @Command(name = "admission", description = "Rebuild the state of admission from dcm.events.")
    static final class Admission implements Callable<Integer> {
        @Override
        public Integer call() {
            var installation = Installation.current();
            var stack = new Stack(installation);
            Part service = stack.part("command-service");
            boolean ran = service.pid().isPresent();
            if (ran) {
                service.stop();
                System.out.println("command-service … stopped");
            }
            Path application = installation.home().resolve("app/command-service");
            System.out.println(SystemCommand.run(
                    List.of(
                            Java.command(128, List.of()).getFirst(),
                            "-cp",
                            application.resolve("app") + "/*:" + application.resolve("lib/main") + "/*:"
                                    + application.resolve("lib/boot") + "/*",
                            "dcm.command.admission.stream.Rebuild"),
                    installation.kafka(LogPrincipal.COMMAND_SERVICE).environment()));
            if (ran) {
                service.start();
                System.out.println("command-service … ready");
            }
            return 0;
        }
    }
}
