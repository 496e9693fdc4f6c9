package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm logs}. */
@Command(name = "logs", description = "Show the log of one part.")
public final class PartLogsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The part, as shown by 'status', or supervisor.")
    private String name = "";

    @Option(names = "-f", description = "Follow the log until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var log = new Stack(Installation.current()).log(name);
        if (!Files.exists(log)) {
            throw new StackFailure("No log of %s: %s does not exist.".formatted(name, log));
        }
        var words = new ArrayList<>(List.of("tail", "-n", follow ? "100" : "+1"));
        if (follow) {
            // By name, because a large log is renamed when its part restarts.
            words.add("--follow=name");
            words.add("--retry");
        }
        words.add(log.toString());
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }
}
