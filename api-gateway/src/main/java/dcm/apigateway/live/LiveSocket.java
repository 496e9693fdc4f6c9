package dcm.apigateway.live;

import dcm.apigateway.live.Upstream.StreamRequest;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.SessionEnd;
import dcm.apigateway.session.SessionEndedException;
import dcm.apigateway.session.SessionListener;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The WebSocket of one browser tab. Used on the context of its connection only, except for {@link #ended}. */
final class LiveSocket implements ChannelOutput, SessionListener {
    private static final int MAX_CHANNELS = 16;
    /** How many messages a browser may send between two heartbeats. */
    private static final int MAX_MESSAGES = 100;
    /** How many bytes may wait for the browser. */
    private static final int MAX_QUEUED = 256 * 1024;

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** A browser that has read nothing for this time is gone. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration FEED_SILENCE = Duration.ofSeconds(20);
    private static final Duration STREAM_SILENCE = Duration.ofMinutes(30);
    private static final int LONGEST_NAME = 64;
    private static final Pattern EVENT_ID = Pattern.compile("[!-~]{1,200}");

    private static final short SESSION_ENDED = 4401;
    private static final short BAD_MESSAGE = 4400;
    private static final short TOO_SLOW = 4408;

    private final ServerWebSocket socket;
    private final BrowserSession session;
    private final Upstream upstream;
    private final ChangesFeeds feeds;
    private final Vertx vertx;
    private final Context context;
    private final String client;
    private final Map<String, Channel> channels = new HashMap<>();
    /** Requests without an answer, also of channels that are closed. */
    private int opening;

    private int received;
    private long timer;
    private long lastNotFull = System.nanoTime();
    private boolean closed;

    /** @param client the address of the browser */
    LiveSocket(
            ServerWebSocket socket,
            String client,
            BrowserSession session,
            Upstream upstream,
            ChangesFeeds feeds,
            Vertx vertx) {
        this.socket = socket;
        this.session = session;
        this.upstream = upstream;
        this.feeds = feeds;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
    }

    /** @param onClose runs once, when the connection is closed */
    void start(Runnable onClose) {
        socket.setWriteQueueMaxSize(MAX_QUEUED);
        socket.drainHandler(drained -> List.copyOf(channels.values()).forEach(Channel::resume));
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(bytes -> reject("Messages are JSON texts."));
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(gone -> {
            stop();
            onClose.run();
        });
        timer = vertx.setPeriodic(HEARTBEAT.toMillis(), tick -> tick());
        session.add(this);
    }

    private void stop() {
        closed = true;
        vertx.cancelTimer(timer);
        session.remove(this);
        List.copyOf(channels.values()).forEach(Channel::close);
        channels.clear();
    }

    private void tick() {
        received = 0;
        if (!isFull()) {
            lastNotFull = System.nanoTime();
            send(new JsonObject()
                    .put("type", "heartbeat")
                    .put("at", Instant.now().toString()));
        } else if (System.nanoTime() - lastNotFull > READ_TIMEOUT.toNanos()) {
            socket.close(TOO_SLOW, "the browser does not read");
        }
        Map.copyOf(channels).forEach((name, channel) -> {
            if (channel.isStuck()) {
                channel.close();
                failed(name, UpstreamException.of(StreamProblem.tooSlow()));
            }
        });
    }

    // ---- from the browser ----

    private void receive(String message) {
        if (closed) {
            return;
        }
        if (++received > MAX_MESSAGES) {
            reject("A connection may send " + MAX_MESSAGES + " messages in " + HEARTBEAT.toSeconds() + " s.");
            return;
        }
        try {
            var json = new JsonObject(message);
            String name = json.getString("channel", "");
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                reject("A message needs a channel with a name of up to " + LONGEST_NAME + " characters.");
                return;
            }
            switch (json.getString("type", "")) {
                case "open" -> open(name, json.getString("path", ""), lastEventId(json));
                case "close" -> close(name);
                default -> reject("The type of a message is open or close.");
            }
        } catch (DecodeException | ClassCastException e) {
            reject("A message is a JSON object whose fields are texts.");
        }
    }

    /** Ignores an id that the gateway cannot have issued. The stream then starts from the current position. */
    private static @Nullable String lastEventId(JsonObject message) {
        String id = message.getString("lastEventId");
        return id != null && EVENT_ID.matcher(id).matches() ? id : null;
    }

    private void reject(String reason) {
        closed = true;
        socket.close(BAD_MESSAGE, reason);
    }

    private void open(String name, String path, @Nullable String lastEventId) {
        close(name);
        if (!StreamPath.isPermitted(path)) {
            failed(name, UpstreamException.of(StreamProblem.notPermitted(path)));
        } else if (channels.size() >= MAX_CHANNELS || opening >= MAX_CHANNELS) {
            failed(name, UpstreamException.of(StreamProblem.tooMany(MAX_CHANNELS)));
        } else if (StreamPath.isChanges(path)) {
            var request = new StreamRequest(path, lastEventId, client, FEED_SILENCE);
            channels.put(name, feeds.join(session, request, name, this, this::openStream));
        } else {
            var request = new StreamRequest(path, lastEventId, client, STREAM_SILENCE);
            channels.put(name, PrivateStream.of(openStream(request), name, this));
        }
    }

    private PendingStream openStream(StreamRequest request) {
        opening++;
        PendingStream stream = upstream.open(context, session, request);
        stream.response().onComplete(result -> opening--);
        return stream;
    }

    private void close(String name) {
        Channel channel = channels.remove(name);
        if (channel != null) {
            channel.close();
        }
    }

    // ---- to the browser ----

    @Override
    public Context context() {
        return context;
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void event(String channel, ServerSentEvent event) {
        document(
                channel,
                event.data(),
                data -> message("event", channel)
                        .put("event", event.name())
                        .put("id", event.id())
                        .put("data", data));
    }

    @Override
    public void text(String channel, String text) {
        send(message("text", channel).put("data", text));
    }

    @Override
    public void line(String channel, String line) {
        document(channel, line, data -> message("line", channel).put("data", data));
    }

    private void document(String channel, String json, Function<Object, JsonObject> message) {
        try {
            send(message.apply(Json.decodeValue(json)));
        } catch (DecodeException e) {
            close(channel);
            failed(channel, UpstreamException.of(StreamProblem.ended()));
        }
    }

    @Override
    public void complete(String channel) {
        channels.remove(channel);
        send(message("closed", channel).putNull("problem"));
    }

    @Override
    public void failed(String channel, Throwable failure) {
        channels.remove(channel);
        switch (failure) {
            case SessionEndedException over -> ended(over.end());
            case UpstreamException refusal -> send(message("closed", channel).put("problem", refusal.problem()));
            default ->
                send(message("closed", channel)
                        .put("problem", StreamProblem.issuerUnreachable().document()));
        }
    }

    @Override
    public void ended(SessionEnd end) {
        context.runOnContext(run -> {
            if (!closed) {
                send(new JsonObject()
                        .put("type", "session-ended")
                        .put("reason", end.reason())
                        .put("detail", end.detail()));
                closed = true;
                socket.close(SESSION_ENDED, end.reason());
            }
        });
    }

    private static JsonObject message(String type, String channel) {
        return new JsonObject().put("type", type).put("channel", channel);
    }

    private void send(JsonObject message) {
        if (!closed) {
            socket.writeTextMessage(message.encode());
        }
    }
}
