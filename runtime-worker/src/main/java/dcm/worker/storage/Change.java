package dcm.worker.storage;

/** When an amount of space is another one than before. */
final class Change {
    /** What is worth a record: so many MiB, or such a part of what was told before. */
    private static final long ENOUGH_MIB = 16;

    private static final int ENOUGH_PERCENT = 2;

    private Change() {}

    static boolean isEnough(long before, long now) {
        return Math.abs(now - before) >= Math.max(ENOUGH_MIB, before * ENOUGH_PERCENT / 100);
    }
}
