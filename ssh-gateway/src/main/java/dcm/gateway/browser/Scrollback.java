package dcm.gateway.browser;

import java.util.Arrays;

/**
 * The newest output of a terminal. Each byte has an offset, counted from the first byte of the terminal. Not thread-safe.
 */
final class Scrollback {
    /** How far a start is moved forward to the next line. */
    private static final int LONGEST_LINE = 4096;

    private static final byte NEWLINE = '\n';

    private static final int FIRST_SIZE = 4096;

    private int capacity;
    /** Grows up to the capacity. While it is smaller, it has all output. */
    private byte[] newest;

    private long end;

    /** @param capacity how many bytes are kept */
    Scrollback(int capacity) {
        this.capacity = capacity;
        newest = new byte[Math.min(capacity, FIRST_SIZE)];
    }

    /** How many bytes of memory it uses. */
    int used() {
        return newest.length;
    }

    /** The offset of the next byte. */
    long end() {
        return end;
    }

    /** The offset of the oldest byte that is kept. */
    long start() {
        return Math.max(0, end - capacity);
    }

    void append(byte[] bytes, int count) {
        grow(end + count);
        int skipped = Math.max(0, count - newest.length);
        end += skipped;
        for (int index = skipped; index < count; ) {
            int position = position(end);
            int part = Math.min(count - index, newest.length - position);
            System.arraycopy(bytes, index, newest, position, part);
            index += part;
            end += part;
        }
    }

    private void grow(long size) {
        if (size > newest.length && newest.length < capacity) {
            newest = Arrays.copyOf(newest, (int) Math.min(capacity, Math.max(size, 2L * newest.length)));
        }
    }

    /** From now on keeps at most {@code most} bytes. */
    void shrink(int most) {
        if (newest.length <= most) {
            return;
        }
        byte[] kept = from(Math.max(start(), end - most));
        capacity = most;
        newest = new byte[most];
        end -= kept.length;
        append(kept, kept.length);
    }

    /** Whether the output can be continued from {@code offset} without a gap. */
    boolean continuesFrom(long offset) {
        return offset >= start() && offset <= end;
    }

    /**
     * Where a new screen can begin: at the first byte of the terminal, or at the beginning of a line, because there is no part of a
     * character or of an escape sequence. Without a line end, after the rest of a character.
     */
    long cleanStart() {
        long start = start();
        if (start == 0) {
            return 0;
        }
        for (long offset = start; offset < Math.min(end, start + LONGEST_LINE); offset++) {
            if (at(offset) == NEWLINE) {
                return offset + 1;
            }
        }
        while (start < end && (at(start) & 0xC0) == 0x80) {
            start++;
        }
        return start;
    }

    /** A copy of the output from {@code offset} to the end. */
    byte[] from(long offset) {
        if (!continuesFrom(offset)) {
            throw new IllegalArgumentException("no output is kept at " + offset);
        }
        byte[] copy = new byte[(int) (end - offset)];
        for (int index = 0; index < copy.length; ) {
            int position = position(offset + index);
            int part = Math.min(copy.length - index, newest.length - position);
            System.arraycopy(newest, position, copy, index, part);
            index += part;
        }
        return copy;
    }

    private byte at(long offset) {
        return newest[position(offset)];
    }

    private int position(long offset) {
        return (int) (offset % newest.length);
    }
}
