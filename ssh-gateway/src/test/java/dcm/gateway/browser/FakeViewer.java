package dcm.gateway.browser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tab that remembers what it received. */
final class FakeViewer implements Viewer {
    final List<String> attachments = new ArrayList<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private @Nullable TerminalEnd end;

    synchronized String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    synchronized int size() {
        return shown.size();
    }

    synchronized @Nullable TerminalEnd end() {
        return end;
    }

    @Override
    public synchronized void attached(long offset, long last, boolean anew) {
        attachments.add(offset + "-" + last + (anew ? " anew" : ""));
    }

    @Override
    public synchronized void output(byte[] bytes) {
        shown.writeBytes(bytes);
    }

    @Override
    public synchronized void ended(TerminalEnd reason) {
        end = reason;
    }
}
