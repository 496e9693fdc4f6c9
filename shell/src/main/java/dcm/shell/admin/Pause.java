package dcm.shell.admin;

import dcm.shell.api.InterruptedCommand;
import java.time.Duration;

/** A short pause between two polls of the API. */
final class Pause {
    private static final Duration SHORT = Duration.ofMillis(200);

    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(SHORT);
        } catch (InterruptedException e) {
            throw new InterruptedCommand();
        }
    }
}
