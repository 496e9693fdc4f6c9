package dcm.stack;

/** The pause between two looks at something that is awaited. */
final class Pause {
    private Pause() {}

    static void briefly() {
        sleep(50);
    }

    /** For what is timed: as often as a worker looks. */
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
