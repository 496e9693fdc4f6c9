package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishing ports other than SSH. */
class PortsJourneyIT {
    private static final String FIRST = RunningStack.FIRST_ALIAS;
    private static final String SECOND = RunningStack.SECOND_ALIAS;

    private static TestUser shared;

    private final RunningStack stack = RunningStack.get();

    private static synchronized TestUser mallory() {
        if (shared == null) {
            shared = TestUser.joins("mallory");
        }
        return shared;
    }

    @Test
    void publishedPortIsReachedFromOutside() {
        TestUser alice = TestUser.joins("alice");

        JsonNode web = alice.creates("web", Map.of("ports", List.of(28_301), "command", greeting(28_301, "hello")));

        assertThat(web.path("ports")).hasSize(1);
        assertThat(response(web.path("ports").get(0))).isEqualTo("hello");
    }

    @Test
    void publishedPortIsReachedFromTheContainersOfOthers() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web", Map.of("ports", List.of(28_313), "command", greeting(28_313, "hello")));
        JsonNode other = bob.creates("other");

        Eventually.that(
                "bob's container reads what alice's container sends",
                () -> bob.trySsh(other, "root", "timeout 2 bash -c 'head -c 5 </dev/tcp/%s/28313'".formatted(FIRST))
                        .output()
                        .contains("hello"));
        assertThat(web.path("ports").findValuesAsText("address")).containsExactly(FIRST);
    }

    @Test
    void samePortIsPublishedOnDifferentAddressesAndAThirdContainerIsRejected() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");

        JsonNode one = alice.creates("one", Map.of("ports", List.of(28_302, "28302/udp")));
        JsonNode two = bob.creates("two", Map.of("ports", List.of(28_302)));
        Answer three = alice.triesToCreate("three", Map.of("ports", List.of(28_303, 28_302)));

        assertThat(one.path("ports").findValuesAsText("address")).containsExactly(FIRST, FIRST);
        assertThat(two.path("ports").findValuesAsText("address")).containsExactly(SECOND);
        assertThat(three.isProblem("ports-taken")).as("%s", three).isTrue();
        assertThat(three.body().path("detail").asText())
                .contains("28302/tcp on " + FIRST + " is in use by your container "
                        + one.path("handle").asText())
                .contains("28302/tcp on " + SECOND + " is in use by another container")
                .doesNotContain(bob.name(), two.path("handle").asText());
        assertThat(alice.containers().findValuesAsText("name")).containsExactly("one");
    }

    @Test
    void portIsPublishedOnTheRequestedAddressAndABatchNeedsAnAddressForEachContainer() {
        TestUser alice = TestUser.joins("alice");

        JsonNode web = alice.creates("web", Map.of("ports", List.of(28_314), "address", SECOND));
        Answer unknown = alice.triesToCreate("other", Map.of("ports", List.of(28_315), "address", "192.0.2.9"));
        Answer three = alice.client()
                .post(
                        "/v1/containers",
                        Map.of("image", "debian-ssh", "count", 3, "ports", List.of(28_316)),
                        Duration.ZERO);

        assertThat(web.path("ports").findValuesAsText("address")).containsExactly(SECOND);
        assertThat(unknown.isProblem("port-reserved")).as("%s", unknown).isTrue();
        assertThat(unknown.body().path("detail").asText()).contains("192.0.2.9", FIRST + ", " + SECOND);
        assertThat(three.isProblem("ports-taken")).as("%s", three).isTrue();
        assertThat(alice.containers().findValuesAsText("name")).containsExactly("web");
    }

    @Test
    void createReturnsTheAddressOfEachPort() {
        TestUser alice = TestUser.joins("alice");

        Answer made = alice.triesToCreate("web", Map.of("ports", List.of("28304/udp", 28_304)));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("ports").toString())
                .contains("{\"address\":\"" + FIRST + "\",\"port\":28304,\"protocol\":\"tcp\"}")
                .contains("{\"address\":\"" + FIRST + "\",\"port\":28304,\"protocol\":\"udp\"}");
    }

    @Test
    void portOfAnotherProgramIsSkipped() throws IOException {
        TestUser alice = TestUser.joins("alice");
        try (ServerSocket foreign = new ServerSocket(28_305, 1, InetAddress.getByName(FIRST))) {
            assertThat(foreign.isBound()).isTrue();

            JsonNode web = alice.creates("web", Map.of("ports", List.of(28_305)));

            assertThat(web.path("ports").get(0).path("address").asText()).isEqualTo(SECOND);
        }
    }

    @Test
    void reservedDuplicateAndInvalidPortsAreRejectedByNumber() {
        TestUser alice = TestUser.joins("alice");

        Answer refused = alice.triesToCreate("web", Map.of("ports", List.of(80, 28_306, 32_001, 22, 28_395)));
        Answer twice = alice.triesToCreate("web", Map.of("ports", List.of(28_306, "28306/tcp")));
        Answer outside = alice.triesToCreate("web", Map.of("ports", List.of(65_536)));

        assertThat(refused.isProblem("port-reserved")).as("%s", refused).isTrue();
        assertThat(refused.body().path("detail").asText())
                .contains("Port 80 ", "Port 32001 ", "Port 22 ", "Port 28395 ")
                .doesNotContain("28306");
        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.body().path("detail").asText()).contains("28306/tcp");
        assertThat(outside.status()).isEqualTo(400);
        assertThat(outside.body().path("detail").asText()).contains("65536");
    }

    @ParameterizedTest
    @EnumSource
    void portOfTheInstallationItselfCannotBePublished(StackPort part) {
        int port = stack.installation().port(part);

        Answer refused = mallory()
                .client()
                .post("/v1/containers", Map.of("image", "debian-ssh", "ports", List.of(port)), TestUser.TIMEOUT);

        assertThat(refused.isProblem("port-reserved")).as("%s", refused).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("Port " + port + " ");
    }

    @Test
    void stoppedContainerKeepsItsPortsAndRemovedContainerFreesThem() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web", Map.of("ports", List.of(28_307), "command", greeting(28_307, "again")));
        JsonNode before = alice.client().get("/v1/ports").expectDone().path("items");

        alice.doneTo("stop", "web");
        JsonNode elsewhere = bob.creates("web", Map.of("ports", List.of(28_307)));
        JsonNode started = alice.doneTo("start", "web");

        assertThat(elsewhere.path("ports").get(0).path("address").asText()).isEqualTo(SECOND);
        assertThat(started.path("ports")).isEqualTo(web.path("ports"));
        assertThat(response(started.path("ports").get(0))).isEqualTo("again");
        JsonNode after = alice.client().get("/v1/ports").expectDone().path("items");
        assertThat(after).isEqualTo(before).hasSize(1);
        assertThat(after.get(0).path("name").asText()).isEqualTo("web");
        assertThat(after.get(0).path("handle")).isEqualTo(web.path("handle"));

        alice.client().delete("/v1/containers/web?force=true", TestUser.TIMEOUT).expectDone();

        Eventually.that(
                "the port view is empty",
                () -> alice.client().get("/v1/ports").expectDone().path("items").isEmpty());
        JsonNode next = bob.creates("next", Map.of("ports", List.of(28_307)));
        assertThat(next.path("ports").get(0).path("address").asText()).isEqualTo(FIRST);
    }

    @Test
    void containersKeepPortsAndHandlesAfterAnEngineRestart() {
        TestUser alice = TestUser.joins("alice");
        JsonNode runs = alice.creates("runs", Map.of("ports", List.of(28_308), "command", greeting(28_308, "back")));
        alice.creates("rests", Map.of("ports", List.of(28_309)));
        JsonNode rests = alice.doneTo("stop", "rests");
        JsonNode waits = alice.creates("waits");
        alice.doneTo("pause", "waits");

        stack.engine().stop();
        stack.engine().start();

        Eventually.that(
                "the container that ran answers again",
                () -> "back".equals(responseIfAny(runs.path("ports").get(0))));
        Eventually.that("DCM works again", stack::healthy);
        assertThat(alice.show("runs").path("ports")).isEqualTo(runs.path("ports"));
        assertThat(alice.show("runs").path("handle")).isEqualTo(runs.path("handle"));
        Eventually.that( // its host was silent, and is shown as reachable after the next heartbeat
                "the stopped container is shown as stopped",
                () -> alice.show("rests").path("state").asText().equals("stopped"));
        JsonNode started = alice.doneTo("start", "rests");
        assertThat(started.path("ports")).isEqualTo(rests.path("ports"));
        assertThat(started.path("handle")).isEqualTo(rests.path("handle"));
        Eventually.that(
                "the paused container is running or paused, with its handle",
                () -> waits.path("handle").equals(alice.show("waits").path("handle"))
                        && List.of("running", "paused")
                                .contains(alice.show("waits").path("state").asText()));
        assertThat(alice.ssh(alice.show("rests"), "root", "hostname")).isEqualTo("rests");
    }

    /** A command that sends a word to every client. */
    private static List<String> greeting(int port, String word) {
        return List.of(
                "perl",
                "-MIO::Socket::INET",
                "-e",
                "$s = IO::Socket::INET->new(LocalPort => %d, Listen => 5, ReuseAddr => 1);".formatted(port)
                        + " while ($c = $s->accept) { print $c \"%s\\n\"; close $c }".formatted(word));
    }

    private static String response(JsonNode port) {
        String[] word = new String[1];
        Eventually.that(port + " answers", () -> {
            word[0] = responseIfAny(port);
            return !word[0].isEmpty();
        });
        return word[0];
    }

    private static String responseIfAny(JsonNode port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            port.path("address").asText(), port.path("port").asInt()),
                    1000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
