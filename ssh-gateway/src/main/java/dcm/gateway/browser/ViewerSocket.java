package dcm.gateway.browser;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The WebSocket of a browser tab. Output and input are binary messages; everything else is JSON texts. Used on its context, except
 * for the methods of {@link Viewer}.
 */
final class ViewerSocket implements Viewer {
    private static final int LARGEST_MESSAGE = 16 * 1024;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** A tab answers heartbeats; one that has sent nothing for this many of them is gone. */
    private static final int MOST_UNANSWERED = 12;

    private static final short ENDED = 4410;
    private static final short BAD_MESSAGE = 4400;
    private static final short NO_ANSWER = 4408;

    private final ServerWebSocket socket;
    private final Context context;
    private final Vertx vertx;
    private final Terminal terminal;
    private int unanswered;
    private long timer;

    ViewerSocket(ServerWebSocket socket, Context context, Vertx vertx, Terminal terminal) {
        this.socket = socket;
        this.context = context;
        this.vertx = vertx;
        this.terminal = terminal;
    }

    void start(long offset) {
        socket.binaryMessageHandler(bytes -> {
            unanswered = 0;
            terminal.input(this, bytes.getBytes());
        });
        socket.textMessageHandler(this::receive);
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(gone -> {
            vertx.cancelTimer(timer);
            terminal.detach(this);
        });
        timer = vertx.setPeriodic(HEARTBEAT.toMillis(), tick -> beat());
        terminal.attach(this, offset);
    }

    private void beat() {
        if (++unanswered > MOST_UNANSWERED) {
            socket.close(NO_ANSWER, "the browser does not answer");
        } else {
            socket.writeTextMessage(new JsonObject().put("type", "heartbeat").encode());
        }
    }

    private void receive(String text) {
        unanswered = 0;
        try {
            var message = new JsonObject(text);
            switch (message.getString("type", "")) {
                case "processed" -> terminal.processed(this, message.getLong("offset", 0L));
                case "resize" ->
                    terminal.resize(
                            this, ScreenSize.of(message.getInteger("columns", 80), message.getInteger("rows", 24)));
                case "alive" -> {
                    // It only answers a heartbeat.
                }
                default -> socket.close(BAD_MESSAGE, "the type of a message is processed, resize or alive");
            }
        } catch (DecodeException | ClassCastException e) {
            socket.close(BAD_MESSAGE, "a message is a JSON object, or input in bytes");
        }
    }

    @Override
    public void attached(long offset, long end, boolean anew) {
        send(new JsonObject()
                .put("type", "attached")
                .put("offset", offset)
                .put("end", end)
                .put("anew", anew));
    }

    @Override
    public void output(byte[] bytes) {
        context.runOnContext(run -> {
            Buffer all = Buffer.buffer(bytes);
            for (int from = 0; from < bytes.length; from += LARGEST_MESSAGE) {
                socket.writeBinaryMessage(all.getBuffer(from, Math.min(bytes.length, from + LARGEST_MESSAGE)));
            }
        });
    }

    @Override
    public void ended(TerminalEnd end) {
        send(new JsonObject().put("type", "ended").put("reason", end.reason()).put("detail", end.detail()));
        context.runOnContext(run -> socket.close(ENDED, end.reason()));
    }

    private void send(JsonObject message) {
        context.runOnContext(run -> socket.writeTextMessage(message.encode()));
    }
}
