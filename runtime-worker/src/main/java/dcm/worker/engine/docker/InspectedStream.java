package dcm.worker.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose content a subclass inspects while it is read. It supports no marks, so it returns nothing twice. */
abstract class InspectedStream extends FilterInputStream {
    InspectedStream(InputStream in) {
        super(in);
    }

    /**
     * Inspects bytes that were read.
     *
     * @param count at least 1
     * @throws IOException to reject the content; the read fails with it
     */
    abstract void inspect(byte[] buffer, int offset, int count) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        int some = super.read(buffer, offset, length);
        if (some > 0) {
            inspect(buffer, offset, some);
        }
        return some;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
