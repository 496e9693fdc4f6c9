package dcm.apigateway.console;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.GatewayProblem;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import dcm.apigateway.session.SessionEnd;
import dcm.apigateway.session.SessionEndedException;
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

    private static final int UNAUTHORIZED = 401;

    private final BackendServices services;
    private final BrowserSessions sessions;

    AccountSummary(BackendServices services, BrowserSessions sessions) {
        this.services = services;
        this.sessions = sessions;
    }

    /** An answer with its status: the account, or why there is none. */
    record Answer(int status, JsonObject document) {
        static Answer of(GatewayProblem problem) {
            return new Answer(problem.status(), problem.document());
        }
    }

    /**
     * Never fails. If the service refuses also a new access token, the session ends: another sign-in would give the same tokens, so
     * the answer is not the 401 that asks for one.
     */
    Future<Answer> of(BrowserSession session, String accessToken, String client) {
        return request(session, accessToken, client)
                .compose(answer -> answer.status() == UNAUTHORIZED
                        ? sessions.renewed(session, accessToken)
                                .compose(newer -> request(session, newer, client))
                                .map(second -> second.status() == UNAUTHORIZED ? notAccepted(session) : second)
                        : Future.succeededFuture(answer))
                .otherwise(failure -> Answer.of(
                        failure instanceof SessionEndedException
                                ? ConsoleProblem.noSession()
                                : GatewayProblem.issuerUnreachable()));
    }

    private Answer notAccepted(BrowserSession session) {
        sessions.end(session, SessionEnd.REFUSED_BY_SERVICE);
        return Answer.of(ConsoleProblem.signInNotAccepted());
    }

    private Future<Answer> request(BrowserSession session, String accessToken, String client) {
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
                .put("expiresAt", session.expiresAt().toString());
        String name = account.getString("displayName", "");
        return name.isEmpty() ? summary : summary.put("name", name);
    }
}
