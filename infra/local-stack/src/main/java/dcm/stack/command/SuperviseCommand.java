package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Supervisor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the supervisor's process runs. */
@Command(name = "supervise", hidden = true, description = "Start parts again that end or hang, until stopped.")
public final class SuperviseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        new Supervisor(Installation.current()).run();
        return 0;
    }
}
