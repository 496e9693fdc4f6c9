package dcm.stack;

/** Pauses between two checks of a condition. */
final class PollDelay {
    private PollDelay() {}

    static void briefly() {
        sleep(50);
    }

    /** For the kernel, which releases namespaces, mounts and rules of removed containers asynchronously. */
    static void whileAllIsClearedAway() {
        sleep(500);
    }

    /** For measurements: the worker's own polling interval. */
    static void shortly() {
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
