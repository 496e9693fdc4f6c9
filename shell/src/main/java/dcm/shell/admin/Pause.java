package dcm.shell.admin;

import dcm.shell.api.InterruptedCommand;
import java.time.Duration;

/** A moment between two looks at something that others do. */
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
