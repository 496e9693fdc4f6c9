package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import java.io.IOException;
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
        var words = new Stack(Installation.current()).process(name).logCommand(follow);
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }
}
