package dcm.stack.machine;

/** Pauses between two checks of a condition. */
public final class PollDelay {
    private PollDelay() {}

    public static void briefly() {
        sleep(50);
    }

    /** For the kernel, which releases namespaces, mounts and rules of removed containers asynchronously. */
    public static void whileAllIsClearedAway() {
        sleep(500);
    }

    /** For measurements: the worker's own polling interval. */
    public static void shortly() {
        sleep(2);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting.", e);
        }
    }
}
