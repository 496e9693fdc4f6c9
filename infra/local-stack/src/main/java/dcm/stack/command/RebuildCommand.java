package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.service.ViewsRebuild;
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
            String speed =
                    result.perSecond() > 0 ? String.format(Locale.ROOT, ", %,.0f per second", result.perSecond()) : "";
            System.out.printf(Locale.ROOT, "views … %,d records%s%n", result.records(), speed);
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
            System.out.println(new Stack(Installation.current()).rebuildAdmission(System.out::println));
            return 0;
        }
    }
}
