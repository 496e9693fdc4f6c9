package dcm.stack.command;

import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Part;
import dcm.stack.service.ViewsRebuild;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./dcm rebuild}. */
@Command(
        name = "rebuild",
        description = "Rebuild a service's state from the log.",
        subcommands = {RebuildCommand.Admission.class, RebuildCommand.Views.class})
public final class RebuildCommand {
    /** {@code ./dcm rebuild views}. */
    @Command(
            name = "views",
            description =
                    "Rebuild the views from the log. Queries are answered from the old views until the new ones replace them.")
    static final class Views implements Callable<Integer> {
        @Override
        public Integer call() {
            ViewsRebuild.Result result =
                    new Stack(Installation.current()).rebuildViews(line -> System.out.println("views … " + line));
            System.out.printf(
                    Locale.ROOT, "views … %,d records, %,.0f per second%n", result.records(), result.perSecond());
            return 0;
        }
    }

    /** {@code ./dcm rebuild admission}. */
    @Command(
            name = "admission",
            description =
                    "Rebuild the state of admission from dcm.events. command-service is stopped during the rebuild.")
    static final class Admission implements Callable<Integer> {
        @Override
        public Integer call() {
            var installation = Installation.current();
            var stack = new Stack(installation);
            List<Part> instances = installation.instances().of("command-service").stream()
                    .map(instance -> stack.part(instance.name()))
                    .filter(instance -> instance.pid().isPresent())
                    .toList();
            instances.forEach(instance -> {
                instance.stop();
                System.out.println(instance.name() + " … stopped");
            });
            Path application = installation.home().resolve("app/command-service");
            System.out.println(SystemCommand.run(
                    List.of(
                            Java.executable(),
                            "-cp",
                            application.resolve("app") + "/*:" + application.resolve("lib/main") + "/*:"
                                    + application.resolve("lib/boot") + "/*",
                            "dcm.command.admission.stream.Rebuild"),
                    installation.kafka(LogPrincipal.COMMAND_SERVICE).environment()));
            instances.forEach(instance -> {
                instance.start();
                System.out.println(instance.name() + " … ready");
            });
            return 0;
        }
    }
}
