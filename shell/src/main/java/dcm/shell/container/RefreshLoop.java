package dcm.shell.container;

import java.time.Duration;

/** The loop of commands that refresh their output until the user interrupts them. */
final class RefreshLoop {
    /** Clears the terminal before the output is printed again. */
    static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private RefreshLoop() {}

    /** Waits one second. Returns false if the user interrupted the command. */
    static boolean goesOn() {
        try {
            Thread.sleep(MOMENT);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
