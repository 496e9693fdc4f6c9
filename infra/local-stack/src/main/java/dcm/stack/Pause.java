package dcm.stack;

/** The pause between two looks at something that is awaited. */
final class Pause {
    private Pause() {}

    static void briefly() {
        sleep(50);
    }

    /** For the namespaces, mounts and rules of containers that were removed just now: the kernel lets go of them afterwards. */
    static void whileAllIsClearedAway() {
        sleep(500);
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
