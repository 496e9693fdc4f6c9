package dcm.user.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.intent.PlannedDecision;
import dcm.rest.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionClientTest {
    private HttpServer commandService;
    private DecisionClient client;
    private Headers received;
    private String body;
    private String retryAfter = "";

    @BeforeEach
    void start() throws IOException {
        commandService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        commandService.start();
        client = new DecisionClient(List.of(address(commandService)));
    }

    @AfterEach
    void stop() {
        commandService.stop(0);
    }

    @Test
    void intentIsSentWithItsEnvelopeAndTheAdministratorsToken() {
        answer(200, "{\"events\": [\"host-cordoned\"]}");

        PlannedDecision decision = client.decide(cordon(), "Bearer token");

        assertThat(decision.events()).containsExactly("host-cordoned");
        assertThat(decision.rejection()).isNull();
        assertThat(received.getFirst("Authorization")).isEqualTo("Bearer token");
        assertThat(received.getFirst("Content-Type")).isEqualTo(PlannedDecision.INTENT_TYPE);
        assertThat(received.getFirst("ce_subject")).isEqualTo("host/n1");
        assertThat(received.getFirst("ce_type")).isEqualTo("cordon-host");
        assertThat(body).contains("new disks");
    }

    @Test
    void problemOfCommandServiceIsPassedOn() {
        answer(403, "{\"code\": \"account-suspended\", \"detail\": \"Your account is suspended.\"}");

        assertThatThrownBy(() -> client.decide(cordon(), "Bearer token"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.ACCOUNT_SUSPENDED))
                .hasMessage("Your account is suspended.");
    }

    @Test
    void numbersAndTheTimeToWaitArePassedOn() {
        retryAfter = "7";
        answer(429, """
                {"code": "too-many-requests", "detail": "Wait 7 s.", "numbers": {"perSecond": 5}}""");

        assertThatThrownBy(() -> client.decide(cordon(), "Bearer token"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.numbers())
                                .containsOnly(entry("perSecond", 5L), entry(ProblemException.RETRY_AFTER, 7L)));
    }

    @Test
    void unreachableCommandServiceIsNoDecision() {
        commandService.stop(0);

        assertThatThrownBy(() -> client.decide(cordon(), "Bearer token"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.VIEW_UNREACHABLE))
                .hasMessageContaining("Nothing was changed");
    }

    @Test
    void otherInstanceDecidesIfOneIsNotReachableOrNotReady() throws IOException {
        HttpServer notReady = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpServer stopped = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stopped.start(); // otherwise, the port stays open
        stopped.stop(0);
        notReady.start();
        answer(notReady, 503, "{\"code\": \"log-unreachable\", \"detail\": \"Not ready.\"}");
        answer(200, "{\"events\": [\"host-cordoned\"]}");

        try {
            PlannedDecision decision = new DecisionClient(
                            List.of(address(stopped), address(notReady), address(commandService)))
                    .decide(cordon(), "Bearer token");

            assertThat(decision.events()).containsExactly("host-cordoned");
        } finally {
            notReady.stop(0);
        }
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(int status, String json) {
        answer(commandService, status, json);
    }

    private void answer(HttpServer server, int status, String json) {
        server.createContext(PlannedDecision.PATH, exchange -> {
            received = exchange.getRequestHeaders();
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static Message<Intent> cordon() {
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(),
                "user-service",
                AggregateId.of(new HostName("n1")),
                Instant.now(),
                new Actor("account/admin"),
                TraceParent.fresh());
        return new Message<>(envelope, new CordonHost("new disks"));
    }
}
