package dcm.apigateway.session;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.GatewaySecret;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * Records sign-ins in the log, by command-service. A sign-in does not wait for its record, nor fail without it. Tries again for two
 * minutes.
 */
@Singleton
class SignInRecords {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int FIRST_ERROR = 400;
    private static final int TOO_MANY = 429;
    private static final int FIRST_SERVER_ERROR = 500;
    /** Each time the delay doubles. */
    private static final int MAX_ATTEMPTS = 8;

    private final BackendServices services;
    private final GatewaySecret secret;
    private final Vertx vertx;

    SignInRecords(BackendServices services, GatewaySecret secret, Vertx vertx) {
        this.services = services;
        this.secret = secret;
        this.vertx = vertx;
    }

    /** @param key identifies the sign-in, so that command-service records it once */
    private record SignIn(BrowserSession session, String client, String key) {}

    /** @param client the browser's address */
    void add(BrowserSession session, String client) {
        send(new SignIn(session, client, UUID.randomUUID().toString()), 1);
    }

    private void send(SignIn signIn, int attempt) {
        services.client()
                .request(request(signIn))
                .compose(HttpClientRequest::send)
                .onSuccess(response -> {
                    int status = response.statusCode();
                    if (status >= FIRST_SERVER_ERROR || status == TOO_MANY) {
                        retry(signIn, attempt, "command-service answered with status " + status);
                    } else if (status >= FIRST_ERROR) {
                        warn(signIn, "command-service answered with status " + status);
                    }
                })
                .onFailure(failure -> retry(signIn, attempt, String.valueOf(failure.getMessage())));
    }

    private RequestOptions request(SignIn signIn) {
        RequestOptions request = services.options(BackendService.COMMAND_SERVICE)
                .setMethod(HttpMethod.POST)
                .setURI("/gateways/sign-ins")
                .setTimeout(TIMEOUT.toMillis())
                .setIdleTimeout(TIMEOUT.toMillis())
                .putHeader(
                        HttpHeaders.AUTHORIZATION,
                        "Bearer " + signIn.session().tokens().access())
                .putHeader(HttpHeaders.CONTENT_LENGTH, "0")
                .putHeader("Idempotency-Key", signIn.key())
                .putHeader("X-Forwarded-For", signIn.client());
        secret.addTo(request.getHeaders());
        return request;
    }

    private void retry(SignIn signIn, int attempt, String reason) {
        if (attempt == MAX_ATTEMPTS) {
            warn(signIn, reason);
        } else {
            vertx.setTimer(Duration.ofSeconds(1L << (attempt - 1)).toMillis(), tick -> send(signIn, attempt + 1));
        }
    }

    private static void warn(SignIn signIn, String reason) {
        Log.warnf(
                "sign-in not recorded: subject=%s address=%s reason=%s",
                signIn.session().subject(), signIn.client(), reason);
    }
}
