package dcm.apigateway.live;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of changes for all tabs of a session. It keeps the newest events, so that a tab can join where it left off. Its state
 * is used on its context only; the public methods may be called on any thread.
 */
final class ChangesFeed {
    /** How many events a tab may have missed. */
    private static final int KEPT = 256;

    private static final int KEPT_CHARACTERS = 512 * 1024;

    private static final int MAX_LINE_BYTES = 4 << 20;
    /** A service sends a heartbeat every few seconds. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(20);

    private static final long CHECK_MS = 5_000;
    private static final String HEARTBEAT = "heartbeat";
    private static final String ACCOUNT = "account";

    private final Context context;
    private final Listener listener;
    private final Set<FeedSubscriber> subscribers = new LinkedHashSet<>();
    /** Subscribers that wait for the first event, because the stream's position is unknown until then. */
    private final List<Joining> early = new ArrayList<>();

    private final KeptEvents kept = new KeptEvents(KEPT, KEPT_CHARACTERS);
    private @Nullable PendingStream opening;
    private @Nullable String lastId;
    private boolean began;
    private boolean ended;
    private long receivedAt;
    private @Nullable Long silenceCheck;

    /** Is notified about a feed, on its context. */
    interface Listener {
        /** The feed has no subscribers or no stream any more. */
        void ended();

        /** The user's account has changed. */
        void accountChanged();
    }

    private record Joining(
            FeedSubscriber subscriber, @Nullable String lastEventId) {}

    ChangesFeed(Context context, Listener listener) {
        this.context = context;
        this.listener = listener;
    }

    Context context() {
        return context;
    }

    /** Reads a stream, which is opened on the feed's context. Called on it. */
    void begin(PendingStream stream) {
        opening = stream;
        stream.response().onSuccess(this::read).onFailure(this::end);
    }

    private void read(HttpClientResponse opened) {
        if (ended) {
            return;
        }
        var parser = new EventStreamParser(this::receive);
        RecordParser lines = RecordParser.newDelimited("\n", opened).maxRecordSize(MAX_LINE_BYTES);
        lines.exceptionHandler(failure -> end(UpstreamException.of(StreamProblem.ended())));
        lines.endHandler(end -> end(FeedSubscriber::completed));
        lines.handler(line -> parser.line(withoutReturn(line)));
        receivedAt = System.nanoTime();
        silenceCheck = context.owner().setPeriodic(CHECK_MS, timer -> context.runOnContext(run -> endIfSilent()));
        opened.resume();
    }

    /** The host of a service can lose its power, so that its connections stay open. */
    private void endIfSilent() {
        if (System.nanoTime() - receivedAt > MAX_SILENCE.toNanos()) {
            end(UpstreamException.of(StreamProblem.ended()));
        }
    }

    private static String withoutReturn(Buffer line) {
        int length = line.length();
        return length > 0 && line.getByte(length - 1) == '\r' ? line.getString(0, length - 1) : line.toString();
    }

    /** Subscribes the tab for which the stream was opened: it receives all events as they are. */
    void subscribeFirst(FeedSubscriber subscriber) {
        context.runOnContext(run -> add(subscriber));
    }

    /** Subscribes another tab, which receives first what it missed since {@code lastEventId}. */
    void subscribe(FeedSubscriber subscriber, @Nullable String lastEventId) {
        context.runOnContext(run -> {
            if (ended) {
                subscriber.failed(UpstreamException.of(StreamProblem.ended()));
            } else if (began) {
                join(new Joining(subscriber, lastEventId));
            } else {
                early.add(new Joining(subscriber, lastEventId));
            }
        });
    }

    void unsubscribe(FeedSubscriber subscriber) {
        context.runOnContext(run -> {
            subscribers.remove(subscriber);
            early.removeIf(joining -> joining.subscriber().equals(subscriber));
            if (subscribers.isEmpty() && early.isEmpty()) {
                end(UpstreamException.of(StreamProblem.ended()));
            }
        });
    }

    private void add(FeedSubscriber subscriber) {
        subscribers.add(subscriber);
    }

    private void receive(ServerSentEvent event) {
        if (ended) {
            return;
        }
        receivedAt = System.nanoTime();
        lastId = event.id();
        if (!event.name().equals(HEARTBEAT)) {
            kept.add(event);
        }
        subscribers.forEach(subscriber -> subscriber.event(event));
        began = true;
        early.forEach(this::join);
        early.clear();
        if (event.name().equals(ACCOUNT)) {
            listener.accountChanged();
        }
    }

    private void join(Joining joining) {
        String known = joining.lastEventId();
        boolean canContinue = known == null || known.equals(lastId) || kept.contains(known);
        String from = known != null && canContinue ? known : lastId;
        joining.subscriber().event(position("ready", from));
        if (!canContinue) {
            joining.subscriber().event(position("reset", from));
        } else if (known != null && !known.equals(lastId)) {
            kept.after(known).forEach(joining.subscriber()::event);
        }
        add(joining.subscriber());
    }

    private static ServerSentEvent position(String name, @Nullable String id) {
        return new ServerSentEvent(
                name,
                id,
                new JsonObject()
                        .put("position", id)
                        .put("at", Instant.now().toString())
                        .encode());
    }

    private void end(Throwable reason) {
        end(subscriber -> subscriber.failed(reason));
    }

    private void end(Consumer<FeedSubscriber> notification) {
        if (ended) {
            return;
        }
        ended = true;
        if (silenceCheck != null) {
            context.owner().cancelTimer(silenceCheck);
        }
        if (opening != null) {
            opening.cancel();
        }
        listener.ended();
        subscribers.forEach(notification);
        early.forEach(joining -> notification.accept(joining.subscriber()));
    }
}
