package dcm.journey.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.StackPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terminals of the web console in real containers, through both gateways. */
class TerminalJourneyIT {
    private static final String[] OWN = {"X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin"};
    private static final int MUCH = 10 * 1024 * 1024;

    private final RunningStack stack = RunningStack.get();
    private TestUser alice;
    private ConsoleBrowser browser;
    private String container;

    @BeforeEach
    void openBrowser() throws Exception {
        stack.up();
        alice = TestUser.joins("typist");
        container = alice.creates("web").path("id").asText();
        browser = signedIn(alice);
    }

    @Test
    void terminalOutlivesItsTabWithItsScrollback() {
        String id = open("root");
        try (ConsoleTerminal tab = browser.terminal(id, "")) {
            tab.types("echo n$((40+2)); whoami\r");
            tab.shows("n42\r\nroot");
        }
        Eventually.that(
                "the tab has left", () -> !list().path(0).path("attached").asBoolean(true));

        long received;
        try (ConsoleTerminal reloaded = browser.terminal(id, "")) {
            assertThat(reloaded.next("attached").path("anew").asBoolean()).isTrue();
            reloaded.shows("n42\r\nroot");
            received = reloaded.received();
        }
        try (ConsoleTerminal reconnected = browser.terminal(id, "?offset=" + received)) {
            assertThat(reconnected.next("attached").path("offset").asLong()).isEqualTo(received);
            reconnected.resizes(101, 33);
            reconnected.types("stty size\r");
            reconnected.shows("33 101");
            assertThat(reconnected.output()).doesNotContain("n42");
        }
    }

    @Test
    void muchOutputArrivesComplete() {
        String id = open("root");
        try (ConsoleTerminal tab = browser.terminal(id, "")) {
            tab.types("head -c " + MUCH + " /dev/zero | tr '\\0' x; echo; echo e''nd\r");
            tab.shows("\r\nend");

            assertThat(tab.output()
                            .chars()
                            .filter(character -> character == 'x')
                            .count())
                    .isGreaterThanOrEqualTo(MUCH)
                    .isLessThan(MUCH + 100);
        }
    }

    @Test
    void terminalBelongsToItsUserAndTheConsole() throws Exception {
        String id = open("root");
        TestUser bob = TestUser.joins("typist");
        ConsoleBrowser other = signedIn(bob);

        try (ConsoleTerminal stranger = other.terminal(id, "")) {
            assertThat(stranger.next("ended").path("reason").asText()).isEqualTo("not-found");
        }
        assertThat(other.delete("/console/terminals/" + id, OWN).statusCode()).isEqualTo(404);
        assertThat(other.get("/console/terminals").body()).doesNotContain(id);
        assertThat(other.post("/console/terminals", request("root"), OWN).statusCode())
                .as("a terminal in another user's container")
                .isEqualTo(404);
        assertThat(browser.post("/console/terminals", request("root")).statusCode())
                .as("without the console's header")
                .isEqualTo(403);
        assertThatThrownBy(() -> browser.socket("/console/terminals/" + id, "cross-site", new ConsoleTerminal())
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(browser.get("/v1/terminals").statusCode()).isEqualTo(404);
    }

    @Test
    void terminalsAndSignInsAreRecordedWithTheirAddress() {
        open(alice.name());

        JsonNode requests = Eventually.value(
                "both are in the activity",
                () -> alice.client().get("/v1/intents").expectDone().path("items"),
                items -> items.findValuesAsText("request").contains("open-terminal")
                        && items.findValuesAsText("request").contains("record-sign-in"));
        for (JsonNode each : requests) {
            if (each.path("request").asText().matches("open-terminal|record-sign-in")) {
                assertThat(each.path("from").asText()).isEqualTo("127.0.0.1");
                assertThat(each.path("status").asText()).isEqualTo("done");
            }
        }
        assertThat(alice.client().get("/v1/containers/web/history").expectDone().toString())
                .contains("terminal-opened", "as " + alice.name());
    }

    @Test
    void tokenAloneNeitherReachesTerminalsNorRecordsThem() throws Exception {
        open("root");

        assertThat(withToken(StackPort.SSH_GATEWAY_HTTP, "GET", "/terminals")).isEqualTo(401);
        assertThat(withToken(StackPort.COMMAND_SERVICE, "POST", "/gateways/sign-ins"))
                .isEqualTo(401);
        assertThat(withToken(StackPort.COMMAND_SERVICE, "POST", "/gateways/containers/" + container + "/terminals"))
                .isEqualTo(401);
        assertThat(withToken(StackPort.API_GATEWAY, "POST", "/gateways/sign-ins"))
                .isEqualTo(404);
    }

    /** The status of a request with the user's token, without the gateways' secret. */
    private int withToken(StackPort port, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.installation().url(port) + path))
                .header("Authorization", "Bearer " + alice.token())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{\"user\": \"root\"}" : ""))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void exitAndRequestEndTheTerminal() {
        String first = open("root");
        try (ConsoleTerminal tab = browser.terminal(first, "")) {
            tab.types("exit 3\r");
            assertThat(tab.next("ended").path("detail").asText()).isEqualTo("The shell ended with exit code 3.");
            assertThat(tab.closeCode()).isEqualTo(4410);
        }
        String second = open("root");
        try (ConsoleTerminal tab = browser.terminal(second, "")) {
            tab.next("attached");
            assertThat(browser.delete("/console/terminals/" + second, OWN).statusCode())
                    .isEqualTo(204);
            assertThat(tab.next("ended").path("reason").asText()).isEqualTo("closed");
        }
        assertThat(list()).isEmpty();
    }

    @Test
    void stopOfTheContainerEndsTheTerminal() {
        String id = open("root");
        try (ConsoleTerminal tab = browser.terminal(id, "")) {
            tab.next("attached");
            alice.doneTo("stop", "web");

            assertThat(tab.next("ended").path("reason").asText()).isEqualTo("connection-lost");
        }
        HttpResponse<String> refused = browser.post("/console/terminals", request("root"), OWN);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("web is stopped");
    }

    @Test
    void suspensionEndsTheTerminalWithItsReason() {
        String id = open("root");
        StackApiClient admin = stack.people().administrator();
        try (ConsoleTerminal tab = browser.terminal(id, "")) {
            tab.types("echo re''ady\r");
            tab.shows("ready");
            admin.post(
                            "/v1/users/" + alice.name() + "/suspend",
                            Map.of("reason", "Please talk to us", "stopContainers", false),
                            Duration.ZERO)
                    .expectDone();
            long decided = System.nanoTime();

            int code = tab.closeCode();

            assertThat(Duration.ofNanos(System.nanoTime() - decided)).isLessThan(Duration.ofSeconds(20));
            String reason = code == 4401 ? "session-ended" : "ended";
            assertThat(tab.next(reason).path("detail").asText()).contains("Please talk to us");
        }
    }

    private ConsoleBrowser signedIn(TestUser user) throws Exception {
        var next = new ConsoleBrowser("http://localhost:" + stack.installation().port(StackPort.API_GATEWAY));
        String password = Files.readString(Path.of(stack.people().passwordFile(user.name())))
                .strip();
        next.signIn("/console/", user.name(), password);
        return next;
    }

    private String request(String user) {
        return "{\"container\": \"%s\", \"user\": \"%s\", \"columns\": 90, \"rows\": 20}".formatted(container, user);
    }

    /** The id of a new terminal. */
    private String open(String user) {
        HttpResponse<String> opened = browser.post("/console/terminals", request(user), OWN);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        return ConsoleBrowser.parsed(opened.body()).path("id").asText();
    }

    private JsonNode list() {
        return ConsoleBrowser.parsed(browser.get("/console/terminals").body()).path("items");
    }
}
