package dcm.shell.admin;

import dcm.shell.api.CommandInterruptedException;
import java.time.Duration;

/** A short pause between two polls of the API. */
final class PollPause {
    private static final Duration SHORT = Duration.ofMillis(200);

    private PollPause() {}

    static void briefly() {
        try {
            Thread.sleep(SHORT);
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }
}
