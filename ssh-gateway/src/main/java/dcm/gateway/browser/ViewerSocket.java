package dcm.gateway.browser;

import dcm.gateway.browser.TabMessage.Alive;
import dcm.gateway.browser.TabMessage.Processed;
import dcm.gateway.browser.TabMessage.Resize;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
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
    private static final int MAX_UNANSWERED = 12;

    /** How many messages a tab may send between two heartbeats, apart from input and reports. A drag of the window sends many sizes. */
    private static final int MAX_MESSAGES = 1000;

    private static final short ENDED = 4410;
    private static final short BAD_MESSAGE = 4400;
    private static final short NO_ANSWER = 4408;

    private final ServerWebSocket socket;
    private final Context context;
    private final Vertx vertx;
    private final Terminal terminal;
    private int unanswered;
    private int received;
    private long timer;

    ViewerSocket(ServerWebSocket socket, Context context, Vertx vertx, Terminal terminal) {
        this.socket = socket;
        this.context = context;
        this.vertx = vertx;
        this.terminal = terminal;
    }

    void start(long offset, long order) {
        socket.binaryMessageHandler(bytes -> {
            unanswered = 0;
            if (bytes.length() == 0) {
                count();
            } else {
                terminal.input(this, bytes.getBytes());
            }
        });
        socket.textMessageHandler(this::receive);
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(gone -> {
            vertx.cancelTimer(timer);
            terminal.detach(this);
        });
        timer = vertx.setPeriodic(HEARTBEAT.toMillis(), tick -> beat());
        terminal.attach(this, offset, order);
    }

    private void beat() {
        received = 0;
        if (++unanswered > MAX_UNANSWERED) {
            socket.close(NO_ANSWER, "the browser does not answer");
        } else {
            socket.writeTextMessage(new JsonObject().put("type", "heartbeat").encode());
        }
    }

    private void receive(String text) {
        unanswered = 0;
        try {
            boolean paid = switch (TabMessage.parse(text)) {
                // Their number is limited by the output.
                case Processed report -> terminal.processed(this, report.offset());
                case Resize change -> {
                    terminal.resize(this, change.size());
                    yield false;
                }
                case Alive answer -> false;
            };
            if (!paid) {
                count();
            }
        } catch (IllegalArgumentException e) {
            socket.close(BAD_MESSAGE, e.getMessage());
        }
    }

    private void count() {
        if (++received > MAX_MESSAGES) {
            socket.close(
                    BAD_MESSAGE, "a tab may send %d messages in %d s".formatted(MAX_MESSAGES, HEARTBEAT.toSeconds()));
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
