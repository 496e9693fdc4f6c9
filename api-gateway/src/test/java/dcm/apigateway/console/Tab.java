package dcm.apigateway.console;

import io.vertx.core.json.JsonObject;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A browser tab with its WebSocket. */
final class Tab implements WebSocket.Listener, AutoCloseable {
    private static final long TIMEOUT = 15;
    private static final String SESSION_ENDED = "session-ended";

    private final Map<String, BlockingQueue<JsonObject>> messages = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean reads = true;
    private WebSocket socket;

    static Tab of(Browser browser) {
        var tab = new Tab();
        tab.socket = browser.socket(tab, "Sec-Fetch-Site", "same-origin", "Protocol", "dcm-console-1")
                .join();
        return tab;
    }

    void opens(String channel, String path, String lastEventId) {
        var message =
                new JsonObject().put("type", "open").put("channel", channel).put("path", path);
        sends((lastEventId == null ? message : message.put("lastEventId", lastEventId)).encode());
    }

    void sends(String text) {
        socket.sendText(text, true).join();
    }

    /** Sends unless the gateway has closed the connection. */
    void trySends(String text) {
        socket.sendText(text, true).exceptionally(closed -> socket).join();
    }

    boolean isOpen() {
        return !socket.isOutputClosed();
    }

    /** After this, it takes nothing more from the connection. */
    void stopsReading() {
        reads = false;
    }

    /** The next message of a channel; heartbeats have the channel "". */
    JsonObject next(String channel) {
        return take(channel);
    }

    JsonObject ended() {
        return take(SESSION_ENDED);
    }

    int closeCode() {
        return closed.orTimeout(TIMEOUT, TimeUnit.SECONDS).join();
    }

    private JsonObject take(String queue) {
        try {
            JsonObject message = queue(queue).poll(TIMEOUT, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message for '" + queue + "'");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private BlockingQueue<JsonObject> queue(String name) {
        return messages.computeIfAbsent(name, key -> new LinkedBlockingQueue<>());
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var message = new JsonObject(partial.toString());
            partial.setLength(0);
            boolean end = message.getString("type").equals(SESSION_ENDED);
            queue(end ? SESSION_ENDED : message.getString("channel", "")).add(message);
        }
        if (reads) {
            webSocket.request(1);
        }
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
