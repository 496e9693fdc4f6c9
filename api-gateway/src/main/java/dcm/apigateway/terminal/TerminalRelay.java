package dcm.apigateway.terminal;

import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.SessionEnd;
import dcm.apigateway.session.SessionListener;
import dcm.apigateway.session.SessionOverException;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The two WebSockets of a terminal that a browser tab shows. Each side waits while the other one reads slowly. Used on the context of
 * the browser's connection only, except for {@link #ended}.
 */
final class TerminalRelay implements SessionListener {
    static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int FIRST_OF_APPLICATIONS = 4000;
    /** How many bytes may wait for a side. */
    private static final int MOST_QUEUED = 64 * 1024;

    private static final short SESSION_ENDED = 4401;
    private static final short TERMINAL_ENDED = 4410;
    /** The tab tries again later. */
    private static final short UNREACHABLE = 4503;

    private final ServerWebSocket browser;
    private final BrowserSession session;
    private final Context context;
    private @Nullable WebSocket terminal;
    private boolean closed;

    /** The SSH gateway, and the session's access tokens for it. */
    interface Upstream {
        Future<String> token();

        Future<String> anotherToken(String refused);

        Future<WebSocket> connect(String token);
    }

    TerminalRelay(ServerWebSocket browser, BrowserSession session, Context context) {
        this.browser = browser;
        this.session = session;
        this.context = context;
    }

    void start(Upstream upstream) {
        browser.pause();
        browser.setWriteQueueMaxSize(MOST_QUEUED);
        browser.exceptionHandler(failure -> browser.close());
        browser.closeHandler(gone -> stop());
        session.add(this);
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

    private void stop() {
        closed = true;
        session.remove(this);
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
        connected.setWriteQueueMaxSize(MOST_QUEUED);
        forward(browser, connected);
        forward(connected, browser);
        connected.exceptionHandler(failure -> connected.close());
        connected.closeHandler(gone -> {
            Short code = connected.closeStatusCode();
            close(code != null && code >= FIRST_OF_APPLICATIONS ? code : UNREACHABLE, connected.closeReason());
        });
        browser.resume();
    }

    private static void forward(WebSocketBase from, WebSocketBase to) {
        from.textMessageHandler(text -> {
            to.writeTextMessage(text);
            waitWhileFull(from, to);
        });
        from.binaryMessageHandler(bytes -> {
            to.writeBinaryMessage(bytes);
            waitWhileFull(from, to);
        });
    }

    private static void waitWhileFull(WebSocketBase from, WebSocketBase to) {
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> from.resume());
        }
    }

    private void fail(Throwable failure) {
        if (failure instanceof SessionOverException over) {
            ended(over.end());
        } else if (status(failure) > 0) {
            refuse(status(failure));
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
            browser.close(code, reason);
        }
    }
}
