package dcm.gateway.terminal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Input that ends at a line that is longer than people type, so that none fills the memory. Keys that are no text, such as arrows, do not
 * count. Read by one thread; {@link #count} may be called by another.
 */
final class BoundedLines extends FilterInputStream {
    private static final int ESCAPE = 0x1b;
    private static final int BACKSPACE = 0x08;
    private static final int DELETE = 0x7f;
    /** As many bytes as a sequence that a key sends may have. */
    private static final int LONGEST_SEQUENCE = 16;

    private final int longest;
    private int length;
    private int inSequence;
    private volatile boolean ended;
    private volatile boolean counting = true;

    BoundedLines(InputStream in, int longest) {
        super(in);
        this.longest = longest;
    }

    /** Whether lines are counted: not while others read them than the line editor. */
    void count(boolean on) {
        counting = on;
    }

    /** Whether it ended at a line that was too long. */
    boolean isTooLong() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        int count = ended ? -1 : in.read(bytes, offset, most);
        for (int i = 0; i < count; i++) {
            length = counting ? length(bytes[offset + i] & 0xff) : 0;
            if (length > longest) {
                ended = true;
                return i > 0 ? i : -1;
            }
        }
        return count;
    }

    /** The line's length after this byte. */
    private int length(int typed) {
        if (typed == ESCAPE) {
            inSequence = 1;
            return length;
        }
        if (inSequence > 0) {
            boolean ends = inSequence > 1 && typed >= '@' && typed <= '~' || inSequence == LONGEST_SEQUENCE;
            inSequence = ends ? 0 : inSequence + 1;
            return length;
        }
        if (typed == BACKSPACE || typed == DELETE) {
            return Math.max(0, length - 1);
        }
        return typed < ' ' && typed != '\t' ? 0 : length + 1;
    }
}
