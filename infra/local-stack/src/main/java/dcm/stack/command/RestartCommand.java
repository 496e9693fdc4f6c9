package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./dcm restart}. */
@Command(name = "restart", description = "Stop parts and start them again. Users' containers keep running.")
public final class RestartCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The parts, as shown by 'status'.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        new Stack(Installation.current()).restart(names, System.out::println);
        return 0;
    }
}
