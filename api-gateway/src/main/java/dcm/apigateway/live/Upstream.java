package dcm.apigateway.live;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.GatewayProblem;
import dcm.apigateway.Routes;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import dcm.apigateway.session.SessionEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests streams from services in the name of a session's user. */
@Singleton
public class Upstream {
    private static final int UNAUTHORIZED = 401;
    private static final int LARGEST_PROBLEM = 65_536;

    private final BackendServices services;
    private final BrowserSessions sessions;

    Upstream(BackendServices services, BrowserSessions sessions) {
        this.services = services;
        this.sessions = sessions;
    }

    /**
     * A request for a stream.
     *
     * @param path with the query, as services know it
     * @param lastEventId the last event that the browser has; null if it has none
     * @param client the browser's address
     * @param silence how long the service may not answer
     */
    record StreamRequest(String path, @Nullable String lastEventId, String client, Duration silence) {}

    /** Opens a stream on {@code context}. Ends the session if its user may no longer use DCM. */
    PendingStream open(Context context, BrowserSession session, StreamRequest streamRequest) {
        var pending = new PendingStream();
        pending.completeWith(onContext(context, sessions.accessToken(session))
                .compose(token -> request(pending, streamRequest, token)
                        // The service may have another clock than the issuer.
                        .compose(response -> response.statusCode() == UNAUTHORIZED
                                ? retryWithNewToken(context, session, streamRequest, pending, token, response)
                                : Future.succeededFuture(response)))
                .compose(Upstream::successful)
                .onFailure(failure -> endForbidden(session, failure)));
        return pending;
    }

    private Future<HttpClientResponse> retryWithNewToken(
            Context context,
            BrowserSession session,
            StreamRequest streamRequest,
            PendingStream pending,
            String token,
            HttpClientResponse refusal) {
        refusal.request().reset();
        return onContext(context, sessions.renewed(session, token))
                .compose(newer -> request(pending, streamRequest, newer));
    }

    private void endForbidden(BrowserSession session, Throwable failure) {
        if (failure instanceof UpstreamException refusal && refusal.endsSession()) {
            sessions.end(
                    session,
                    new SessionEnd(
                            refusal.problem().getString("code"),
                            refusal.problem().getString("detail", "")));
        }
    }

    private Future<HttpClientResponse> request(PendingStream pending, StreamRequest streamRequest, String token) {
        String path = streamRequest.path().split("\\?", 2)[0];
        BackendService service = Routes.serviceFor(HttpMethod.GET, path).orElse(BackendService.PROJECTION_SERVICE);
        RequestOptions options = services.options(service)
                .setURI(streamRequest.path())
                .setIdleTimeout(streamRequest.silence().toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .putHeader(HttpHeaders.ACCEPT, "text/event-stream, application/x-ndjson, text/plain, application/json")
                .putHeader("X-Forwarded-For", streamRequest.client());
        if (streamRequest.lastEventId() != null) {
            options.putHeader("Last-Event-ID", streamRequest.lastEventId());
        }
        return services.client()
                .request(options)
                .recover(failure -> Future.failedFuture(UpstreamException.of(GatewayProblem.unreachable(service))))
                .compose(pending::setRequest)
                .compose(request -> sent(request, service));
    }

    private static Future<HttpClientResponse> sent(HttpClientRequest request, BackendService service) {
        return request.send()
                .map(HttpClientResponse::pause)
                .recover(failure -> Future.failedFuture(UpstreamException.of(GatewayProblem.unanswered(service))));
    }

    private static Future<HttpClientResponse> successful(HttpClientResponse response) {
        if (response.statusCode() == 200) {
            return Future.succeededFuture(response);
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= LARGEST_PROBLEM) {
                body.appendBuffer(chunk);
            }
        });
        Future<Void> end = response.end();
        response.resume();
        return end.otherwiseEmpty().compose(read -> Future.failedFuture(problem(response.statusCode(), body)));
    }

    private static UpstreamException problem(int status, Buffer body) {
        try {
            JsonObject document = body.toJsonObject();
            if (document.containsKey("code")) {
                return new UpstreamException(document);
            }
        } catch (DecodeException noProblemDocument) {
            // reported below
        }
        return UpstreamException.of(new GatewayProblem(
                status,
                "stream-refused",
                "The stream cannot be opened",
                "The service answered with status " + status + "."));
    }

    /** The same result, on {@code context}: the HTTP client uses the context of its caller. */
    private static <T> Future<T> onContext(Context context, Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(run -> promise.handle(result)));
        return promise.future();
    }
}
