package dcm.shell.container;

import java.time.Duration;

/** Looking again and again, until the person has seen enough. */
final class Watching {
    /** Sent to a terminal, it makes room for a new look. */
    static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private Watching() {}

    /** Waits for a moment; false if it is enough, which is how watching ends. */
    static boolean goesOn() {
        try {
            Thread.sleep(MOMENT);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
