package dcm.journey.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A browser tab that shows a terminal: it collects the output, and reports what it has processed. */
final class ConsoleTerminal implements WebSocket.Listener, AutoCloseable {
    private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> attached = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final StringBuffer output = new StringBuffer();
    private long received;
    private WebSocket socket;
    private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);

    void opened(WebSocket connection) {
        socket = connection;
    }

    /** Like the console, sends input only after the terminal is attached. */
    void types(String text) {
        attached.orTimeout(30, TimeUnit.SECONDS).join();
        ByteBuffer input = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        send(() -> socket.sendBinary(input, true)).join();
    }

    void resizes(int columns, int rows) {
        String message = "{\"type\": \"resize\", \"columns\": %d, \"rows\": %d}".formatted(columns, rows);
        send(() -> socket.sendText(message, true)).join();
    }

    /** Sends one message after another: a WebSocket of Java refuses one while it sends another, such as a report. */
    private synchronized CompletableFuture<WebSocket> send(Supplier<CompletableFuture<WebSocket>> message) {
        sent = sent.handle((done, failure) -> message.get()).thenCompose(sending -> sending);
        return sent;
    }

    String output() {
        return output.toString();
    }

    synchronized long received() {
        return received;
    }

    void shows(String text) {
        Eventually.that("the terminal shows " + text, () -> output.indexOf(text) >= 0);
    }

    /** The next message of a type; others are skipped. */
    JsonNode next(String type) {
        try {
            JsonNode message = messages.poll(30, TimeUnit.SECONDS);
            while (message != null && !message.path("type").asText().equals(type)) {
                message = messages.poll(30, TimeUnit.SECONDS);
            }
            if (message == null) {
                throw new AssertionError("no message of the type " + type + "; output: " + output);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int closeCode() {
        return closed.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        long end;
        synchronized (this) {
            received += data.remaining();
            end = received;
        }
        output.append(StandardCharsets.ISO_8859_1.decode(data));
        String report = "{\"type\": \"processed\", \"offset\": %d}".formatted(end);
        return send(() -> webSocket.sendText(report, true)).thenRun(() -> webSocket.request(1));
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            JsonNode message = ConsoleBrowser.parsed(partial.toString());
            partial.setLength(0);
            if (message.path("type").asText().equals("attached")) {
                synchronized (this) {
                    received = message.path("offset").asLong();
                }
                attached.complete(null);
            }
            messages.add(message);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
