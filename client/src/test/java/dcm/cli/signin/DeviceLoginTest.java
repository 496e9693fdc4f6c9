package dcm.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.cli.connection.HttpClients;
import dcm.cli.connection.WebRequest;
import dcm.cli.signin.Issuer.DeviceAuthorization;
import dcm.shell.api.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the issuer is asked for the token. Time passes only in pauses. */
class DeviceLoginTest {
    private static final String PENDING = "{\"error\": \"authorization_pending\"}";
    private static final String SLOW_DOWN = "{\"error\": \"slow_down\"}";
    private static final String TOKENS = "{\"access_token\": \"t\", \"expires_in\": 300}";

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String url = url();
        String body = exchange.getRequestURI().getPath().startsWith("/.well-known")
                ? "{\"issuer\": \"%s\", \"token_endpoint\": \"%s/token\"}".formatted(url, url)
                : answers.remove();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.contains("\"error\"") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private DeviceLogin login() {
        Issuer issuer = Issuer.of(new WebRequest(HttpClients.of("")), url(), "cli", false, () -> now);
        return new DeviceLogin(issuer, () -> now, time -> {
            pauses.add(time);
            now = now.plus(time);
        });
    }

    private static DeviceAuthorization device(long lifetime) {
        return new DeviceAuthorization("d", "CODE", "", "", Duration.ofSeconds(5), Duration.ofSeconds(lifetime));
    }

    @Test
    void issuerIsAskedAtItsIntervalAndMoreSlowlyWhenItWantsThat() {
        answers.addAll(List.of(PENDING, SLOW_DOWN, PENDING, TOKENS));

        assertThat(login().await(device(600)).access()).isEqualTo("t");

        assertThat(pauses).map(Duration::toSeconds).containsExactly(5L, 5L, 10L, 10L);
    }

    @Test
    void expiredCodeEndsTheWait() {
        answers.addAll(List.of(PENDING, PENDING));

        assertThatThrownBy(() -> login().await(device(10)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("expired");
        assertThat(answers).isEmpty();
    }

    @Test
    void unknownErrorIsReportedAsTheIssuerDescribesIt() {
        answers.add("{\"error\": \"invalid_client\", \"error_description\": \"No such client.\"}");

        assertThatThrownBy(() -> login().await(device(600))).hasMessageContaining("invalid_client, No such client.");
    }
}
