package dcm.apigateway.session;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import io.quarkus.logging.Log;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Records sign-ins in the log, by command-service. A sign-in does not wait for its record, nor fail without it. */
@Singleton
class SignInRecords {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int FIRST_ERROR = 400;

    private final BackendServices services;

    SignInRecords(BackendServices services) {
        this.services = services;
    }

    /** @param client the browser's address */
    void add(BrowserSession session, String client) {
        services.client()
                .request(services.options(BackendService.COMMAND_SERVICE)
                        .setMethod(HttpMethod.POST)
                        .setURI("/v1/me/sign-ins")
                        .setTimeout(TIMEOUT.toMillis())
                        .setIdleTimeout(TIMEOUT.toMillis())
                        .putHeader(
                                HttpHeaders.AUTHORIZATION,
                                "Bearer " + session.tokens().access())
                        .putHeader(HttpHeaders.CONTENT_LENGTH, "0")
                        .putHeader("X-Forwarded-For", client))
                .compose(HttpClientRequest::send)
                .onSuccess(response -> {
                    if (response.statusCode() >= FIRST_ERROR) {
                        warn(session, client, "command-service answered with status " + response.statusCode());
                    }
                })
                .onFailure(failure -> warn(session, client, failure.getMessage()));
    }

    private static void warn(BrowserSession session, String client, String reason) {
        Log.warnf("sign-in not recorded: subject=%s address=%s reason=%s", session.subject(), client, reason);
    }
}
