package dcm.worker.storage;

/** Decides whether a measured size has changed enough to be reported. */
final class ChangeThreshold {
    /** The minimum change: this many MiB, or this percentage of the last reported size if that is more. */
    private static final long ENOUGH_MIB = 16;

    private static final int ENOUGH_PERCENT = 2;

    private ChangeThreshold() {}

    static boolean isEnough(long before, long now) {
        return Math.abs(now - before) >= Math.max(ENOUGH_MIB, before * ENOUGH_PERCENT / 100);
    }
}
