package dcm.apigateway.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** A stream that is requested from a service, or open. Used on one context only. */
final class PendingStream {
    private final Promise<HttpClientResponse> response = Promise.promise();
    private @Nullable HttpClientRequest request;
    private boolean cancelled;

    /** The paused response. Fails with an {@link UpstreamException}, or with a {@code SessionEndedException}. */
    Future<HttpClientResponse> response() {
        return response.future();
    }

    void completeWith(Future<HttpClientResponse> result) {
        result.onComplete(response);
    }

    /** Sets the request that can be cancelled from now on; fails if it has been cancelled already. */
    Future<HttpClientRequest> setRequest(HttpClientRequest next) {
        request = next;
        if (cancelled) {
            next.reset();
            return Future.failedFuture(UpstreamException.of(StreamProblem.ended()));
        }
        return Future.succeededFuture(next);
    }

    /** Stops the stream, or the request for it if the service has not answered yet. */
    void cancel() {
        cancelled = true;
        if (request != null) {
            request.reset();
        }
    }
}
