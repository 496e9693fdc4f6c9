package dcm.apigateway.terminal;

import dcm.apigateway.session.SessionEnd;
import dcm.apigateway.session.SessionEndedException;
import dcm.apigateway.session.SessionListener;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two WebSockets of a terminal that a browser tab shows. Each side waits while the other one reads slowly. Used on the context of
 * the browser's connection only, except for {@link #ended}.
 */
final class TerminalRelay implements SessionListener {
    static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    /** Other refusals can be over when the tab tries again. */
    private static final Set<Integer> FINAL_REFUSALS = Set.of(UNAUTHORIZED, FORBIDDEN, NOT_FOUND);

    private static final int FIRST_OF_APPLICATIONS = 4000;
    /** How many bytes may wait for a side. */
    private static final int MAX_QUEUED = 64 * 1024;

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    /** A browser that has read nothing for this time is gone. */
    private static final Duration LONGEST_FULL = Duration.ofSeconds(30);
    /** How long the browser may take to confirm that the connection is closed. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final short SESSION_ENDED = 4401;
    private static final short TOO_SLOW = 4408;
    private static final short TERMINAL_ENDED = 4410;
    /** The tab tries again later. */
    private static final short UNREACHABLE = 4503;

    private final ServerWebSocket browser;
    private final Runnable cut;
    private final Upstream upstream;
    private final Vertx vertx;
    private final Context context;
    private @Nullable WebSocket terminal;
    private long check;
    private long lastNotFull = System.nanoTime();
    private boolean closed;

    /** The SSH gateway, and the session whose access tokens it receives. */
    interface Upstream {
        Future<String> token();

        Future<String> anotherToken(String refused);

        Future<WebSocket> connect(String token);

        /** From now on, the listener is notified of the session's end. */
        void listen(SessionListener listener);

        /** The browser's connection is closed. */
        void release(SessionListener listener);
    }

    /** @param cut closes the browser's connection without waiting for the browser */
    TerminalRelay(ServerWebSocket browser, Runnable cut, Upstream upstream, Vertx vertx) {
        this.browser = browser;
        this.cut = cut;
        this.upstream = upstream;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        browser.setWriteQueueMaxSize(MAX_QUEUED);
        browser.exceptionHandler(failure -> browser.close());
        browser.closeHandler(gone -> stop());
    }

    void start() {
        browser.pause();
        check = vertx.setPeriodic(CHECK_INTERVAL.toMillis(), tick -> check());
        upstream.listen(this);
        here(upstream.token())
                .compose(token -> upstream.connect(token)
                        // The service may have another clock than the issuer.
                        .recover(failure -> status(failure) == UNAUTHORIZED
                                ? here(upstream.anotherToken(token)).compose(upstream::connect)
                                : Future.failedFuture(failure)))
                .onSuccess(this::join)
                .onFailure(this::fail);
    }

    private <T> Future<T> here(Future<T> future) {
        return Future.fromCompletionStage(future.toCompletionStage(), context);
    }

    private static int status(Throwable failure) {
        return failure instanceof UpgradeRejectedException rejected ? rejected.getStatus() : 0;
    }

    private void check() {
        if (!browser.writeQueueFull()) {
            lastNotFull = System.nanoTime();
        } else if (System.nanoTime() - lastNotFull > LONGEST_FULL.toNanos()) {
            close(TOO_SLOW, "the browser does not read");
        }
    }

    private void stop() {
        closed = true;
        vertx.cancelTimer(check);
        upstream.release(this);
        leave();
    }

    /** Nothing reaches the terminal any more, even if the browser does not close its side. */
    private void leave() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void join(WebSocket connected) {
        if (closed) {
            connected.close();
            return;
        }
        terminal = connected;
        connected.setWriteQueueMaxSize(MAX_QUEUED);
        forward(browser, connected);
        forward(connected, browser);
        connected.exceptionHandler(failure -> connected.close());
        connected.closeHandler(gone -> {
            Short code = connected.closeStatusCode();
            close(code != null && code >= FIRST_OF_APPLICATIONS ? code : UNREACHABLE, connected.closeReason());
        });
        browser.resume();
    }

    private void forward(WebSocketBase from, WebSocketBase to) {
        from.textMessageHandler(text -> {
            if (!closed) {
                to.writeTextMessage(text);
                waitWhileFull(from, to);
            }
        });
        from.binaryMessageHandler(bytes -> {
            if (!closed) {
                to.writeBinaryMessage(bytes);
                waitWhileFull(from, to);
            }
        });
    }

    private static void waitWhileFull(WebSocketBase from, WebSocketBase to) {
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }

    private void fail(Throwable failure) {
        int status = status(failure);
        if (failure instanceof SessionEndedException over) {
            ended(over.end());
        } else if (FINAL_REFUSALS.contains(status)) {
            refuse(status);
        } else {
            Log.warnf("SSH gateway does not answer, the browser tries again: reason=%s", failure.getMessage());
            close(UNREACHABLE, "the SSH gateway does not answer");
        }
    }

    /** The SSH gateway does not show the terminal to this user. */
    void refuse(int status) {
        boolean unknown = status == NOT_FOUND;
        send(new JsonObject()
                .put("type", "ended")
                .put("reason", unknown ? "not-found" : "refused")
                .put(
                        "detail",
                        unknown
                                ? "You have no such terminal. It has ended, or the SSH gateway was restarted."
                                : "The SSH gateway refused the terminal with status " + status + "."));
        close(TERMINAL_ENDED, null);
    }

    @Override
    public void ended(SessionEnd end) {
        context.runOnContext(run -> {
            send(new JsonObject()
                    .put("type", "session-ended")
                    .put("reason", end.reason())
                    .put("detail", end.detail()));
            close(SESSION_ENDED, end.reason());
        });
    }

    private void send(JsonObject message) {
        if (!closed) {
            browser.writeTextMessage(message.encode());
        }
    }

    private void close(short code, @Nullable String reason) {
        if (!closed) {
            closed = true;
            leave();
            browser.resume();
            browser.close(code, reason);
            vertx.setTimer(CLOSING.toMillis(), late -> cut.run());
        }
    }
}
