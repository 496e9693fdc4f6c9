package dcm.gateway.terminal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Input that ends at a line that is longer than people type, so that none fills the memory. Not thread-safe. */
final class BoundedLines extends FilterInputStream {
    private final int longest;
    private int length;
    private boolean ended;

    BoundedLines(InputStream in, int longest) {
        super(in);
        this.longest = longest;
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
            byte b = bytes[offset + i];
            length = b == '\n' || b == '\r' ? 0 : length + 1;
            if (length > longest) {
                ended = true;
                return i > 0 ? i : -1;
            }
        }
        return count;
    }
}
