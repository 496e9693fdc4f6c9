package dcm.gateway.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Sends on what is written, as nobody who writes a part of a line to a terminal wants it kept. */
final class FlushingOutput extends FilterOutputStream {
    FlushingOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
    }
}
