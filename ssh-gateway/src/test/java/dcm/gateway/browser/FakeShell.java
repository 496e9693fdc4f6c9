package dcm.gateway.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A shell whose output the test decides. */
final class FakeShell implements Shell {
    private static final byte[] END = {};

    final AtomicInteger reads = new AtomicInteger();
    private final LinkedBlockingQueue<byte[]> output = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private volatile OptionalInt status = OptionalInt.empty();
    volatile boolean closed;
    volatile @Nullable IOException inputFailure;
    private final List<String> sizes = new CopyOnWriteArrayList<>();

    void prints(String text) {
        output.add(text.getBytes(StandardCharsets.UTF_8));
    }

    void exits(int code) {
        status = OptionalInt.of(code);
        output.add(END);
    }

    void loses() {
        output.add(END);
    }

    List<String> sizes() {
        return sizes;
    }

    synchronized String typed() {
        return input.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int read(byte[] buffer) {
        try {
            byte[] next = output.take();
            if (next.length == 0) {
                return -1;
            }
            reads.incrementAndGet();
            System.arraycopy(next, 0, buffer, 0, next.length);
            return next.length;
        } catch (InterruptedException e) {
            return -1;
        }
    }

    @Override
    public synchronized void write(byte[] bytes) throws IOException {
        if (inputFailure != null) {
            throw inputFailure;
        }
        input.writeBytes(bytes);
    }

    @Override
    public void resize(int columns, int rows) {
        sizes.add(columns + "x" + rows);
    }

    @Override
    public OptionalInt exitStatus() {
        return status;
    }

    @Override
    public void close() {
        closed = true;
        output.add(END);
    }
}
