package dcm.apigateway.console;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.GatewayProblem;
import dcm.apigateway.session.BrowserSession;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Asks projection-service whose session it is: the gateway does not map sign-ins to accounts. */
@Singleton
class AccountSummary {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BackendServices services;

    AccountSummary(BackendServices services) {
        this.services = services;
    }

    /** An answer with its status: the account, or why there is none. */
    record Answer(int status, JsonObject document) {
        static Answer of(GatewayProblem problem) {
            return new Answer(problem.status(), problem.document());
        }
    }

    /** Never fails. */
    Future<Answer> of(BrowserSession session, String accessToken, String client) {
        BackendService service = BackendService.PROJECTION_SERVICE;
        return services.client()
                .request(services.options(service)
                        .setURI("/v1/me")
                        .setTimeout(TIMEOUT.toMillis())
                        .setIdleTimeout(TIMEOUT.toMillis())
                        .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken)
                        .putHeader("X-Forwarded-For", client))
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(body -> answer(session, response, body)))
                .otherwise(failure -> Answer.of(GatewayProblem.unreachable(service)));
    }

    private static Answer answer(BrowserSession session, HttpClientResponse response, Buffer body) {
        try {
            JsonObject document = body.toJsonObject();
            return response.statusCode() == 200
                    ? new Answer(200, summary(session, document))
                    : new Answer(response.statusCode(), document);
        } catch (DecodeException noJson) {
            return Answer.of(GatewayProblem.unanswered(BackendService.PROJECTION_SERVICE));
        }
    }

    private static JsonObject summary(BrowserSession session, JsonObject account) {
        var summary = new JsonObject()
                .put("account", account.getString("name"))
                .put("role", account.getString("role"))
                .put("expiresAt", session.end().toString());
        String name = account.getString("displayName", "");
        return name.isEmpty() ? summary : summary.put("name", name);
    }
}
