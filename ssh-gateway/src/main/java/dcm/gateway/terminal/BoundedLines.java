package dcm.gateway.terminal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An input stream that ends at a line longer than the limit, so that no line exhausts the memory. Control sequences,
 * such as those of arrow keys, do not count. One thread may read; {@link #count} may be called by another.
 */
final class BoundedLines extends FilterInputStream {
    private static final int ESCAPE = 0x1b;
    private static final int BACKSPACE = 0x08;
    private static final int DELETE = 0x7f;
    /** The maximum length of a key's control sequence in bytes. */
    private static final int MAX_SEQUENCE = 16;

    private final int longest;
    private int length;
    private int inSequence;
    private volatile boolean ended;
    private volatile boolean counting = true;

    BoundedLines(InputStream in, int longest) {
        super(in);
        this.longest = longest;
    }

    /** Turns counting on or off. It is off while a session in a container reads the input. */
    void count(boolean on) {
        counting = on;
    }

    /** Whether the input ended because of a line that is too long. */
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

    /** The length of the line after this byte. */
    private int length(int typed) {
        if (typed == ESCAPE) {
            inSequence = 1;
            return length;
        }
        if (inSequence > 0) {
            boolean ends = inSequence > 1 && typed >= '@' && typed <= '~' || inSequence == MAX_SEQUENCE;
            inSequence = ends ? 0 : inSequence + 1;
            return length;
        }
        if (typed == BACKSPACE || typed == DELETE) {
            return Math.max(0, length - 1);
        }
        return typed < ' ' && typed != '\t' ? 0 : length + 1;
    }
}
