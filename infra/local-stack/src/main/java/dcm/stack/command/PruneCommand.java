package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm prune}. */
@Command(
        name = "prune",
        description = "Delete the images in the image registry that no account and no container has. The registry is"
                + " stopped meanwhile.")
public final class PruneCommand implements Callable<Integer> {
    @Option(
            names = "--min-age",
            paramLabel = "HOURS",
            defaultValue = "2",
            description = "Keep images that were pushed within these hours: their commit may be in progress."
                    + " Default: ${DEFAULT-VALUE}.")
    private int minAge;

    @Override
    public Integer call() {
        var installation = Installation.current();
        if (!installation.runsImageRegistry()) {
            throw new StackFailure("This installation has no image registry on this machine.");
        }
        if (minAge < 0) {
            throw new StackFailure("--min-age: A number of hours from 0; got %d.".formatted(minAge));
        }
        Instant olderThan = Instant.now().minus(Duration.ofHours(minAge));
        int deleted = new Stack(installation).prune(olderThan, System.out::println);
        System.out.printf("image registry … %d images deleted%n", deleted);
        return 0;
    }
}
