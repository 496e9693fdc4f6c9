package dcm.stack;

/** The pause between two looks at something that is awaited. */
final class Pause {
    private static final int MILLIS = 50;

    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting.", e);
        }
    }
}
