package dcm.journey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.ContainerCleanUp;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two SSH gateways and two API gateways, of which one each is killed. */
@Tag("isolation")
@ExtendWith(ContainerCleanUp.class)
@TestMethodOrder(OrderAnnotation.class)
class SeveralGatewaysJourneyIT {
    private static final String[] OWN = {"X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin"};

    private static RunningStack stack;

    @BeforeAll
    static void startTwice() {
        stack = RunningStack.get();
        stack.restartWith(Map.of("DCM_INSTANCES", "ssh-gateway:2,api-gateway:2"));
    }

    @AfterAll
    static void startOnce() {
        stack.restartWith(Map.of("DCM_INSTANCES", ""));
    }

    @Test
    @Order(1)
    void bothGatewaysAreTheSameToClients() {
        TestUser alice = TestUser.joins("alice");
        SshClientSession ssh = SshClientSession.of(alice);
        alice.creates("web");

        for (StackPort port : List.of(StackPort.SSH, StackPort.SSH_2)) {
            assertThat(at(port, ssh, "show").out()).as("at %s", port).contains("web");
            assertThat(ssh.ssh("-J", alice.name() + "@127.0.0.1:" + port(port), "root@web", "hostname"))
                    .as("through %s", port)
                    .extracting(SshClientSession.Result::out)
                    .isEqualTo("web");
        }
        assertThat(hostKeys(StackPort.SSH_2)).isNotEmpty().isEqualTo(hostKeys(StackPort.SSH));
    }

    /** The requests of a user would otherwise reach the gateways in turn. */
    @Test
    @Order(2)
    void terminalsOfAUserAreAtOneGateway() throws Exception {
        for (int user = 0; user < 3; user++) {
            TestUser typist = TestUser.joins("typist");
            String container = typist.creates("web").path("id").asText();
            ConsoleBrowser browser = signedIn(typist);
            List<String> opened = new ArrayList<>();
            for (int terminal = 0; terminal < 3; terminal++) {
                opened.add(open(browser, container));
            }

            String list = browser.get("/console/terminals").body();
            assertThat(list).contains(opened);
            for (String id : opened) {
                try (ConsoleTerminal tab = browser.terminal(id, "")) {
                    tab.types("echo n$((40+2))\r");
                    tab.shows("n42");
                }
            }
        }
    }

    @Test
    @Order(3)
    void theOtherGoesOnAloneWhenOneIsKilled() throws Exception {
        TestUser alice = TestUser.joins("alice");
        SshClientSession ssh = SshClientSession.of(alice);
        alice.creates("web");
        Map<ConsoleBrowser, String> containers = new HashMap<>();
        for (int user = 0; user < 6; user++) { // with high probability, some are at the gateway that is killed
            TestUser typist = TestUser.joins("typist");
            containers.put(signedIn(typist), typist.creates("box").path("id").asText());
        }

        stack.kill("ssh-gateway");

        assertThat(at(StackPort.SSH_2, ssh, "show").out()).contains("web");
        Map<ConsoleBrowser, String> terminals = new HashMap<>();
        containers.forEach((browser, container) -> terminals.put(browser, open(browser, container)));
        assertThat(at(StackPort.SSH, ssh, "show").code()).isEqualTo(255);
        stack.up();
        assertThat(at(StackPort.SSH, ssh, "show").out()).contains("web");
        terminals.forEach(
                (browser, id) -> assertThat(browser.get("/console/terminals").body())
                        .as("a terminal stays reachable when the first gateway is back")
                        .contains(id));
    }

    /** A request with a token can reach any API gateway. A browser session is at that where the user signed in. */
    @Test
    @Order(4)
    void eachApiGatewayWorksAlone() throws Exception {
        TestUser alice = TestUser.joins("alice");
        SshClientSession ssh = SshClientSession.of(alice);
        String token = alice.token();
        alice.creates("web");
        ConsoleBrowser first = signedIn(alice, StackPort.API_GATEWAY);
        ConsoleBrowser second = signedIn(alice, StackPort.API_GATEWAY_2);

        for (StackPort gateway : List.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_2)) {
            assertThat(containers(gateway, token)).as("at %s", gateway).contains("\"web\"");
        }
        assertThat(first.get("/console/v1/containers/web").body()).contains("\"web\"");
        assertThat(second.get("/console/v1/containers/web").body()).contains("\"web\"");

        stack.kill("api-gateway");

        assertThat(containers(StackPort.API_GATEWAY_2, token)).contains("\"web\"");
        assertThat(second.get("/console/v1/containers/web").body()).contains("\"web\"");
        for (StackPort gateway : List.of(StackPort.SSH, StackPort.SSH_2)) {
            assertThat(at(gateway, ssh, "show").out()).as("at %s", gateway).contains("web");
        }
        stack.up();
        assertThat(containers(StackPort.API_GATEWAY, token)).contains("\"web\"");
        assertThat(second.get("/console/v1/containers/web").body()).contains("\"web\"");
    }

    private static String containers(StackPort gateway, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port(gateway) + "/v1/containers"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private static int port(StackPort port) {
        return stack.installation().port(port);
    }

    private static SshClientSession.Result at(StackPort port, SshClientSession ssh, String command) {
        return ssh.ssh("-p", Integer.toString(port(port)), "gateway", command);
    }

    private static List<String> hostKeys(StackPort port) {
        return ShellRunner.run("ssh-keyscan", "-p", Integer.toString(port(port)), "127.0.0.1")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.indexOf(' ')))
                .sorted()
                .toList();
    }

    private static ConsoleBrowser signedIn(TestUser user) throws Exception {
        return signedIn(user, StackPort.API_GATEWAY);
    }

    private static ConsoleBrowser signedIn(TestUser user, StackPort gateway) throws Exception {
        var browser = new ConsoleBrowser("http://localhost:" + port(gateway));
        String password = Files.readString(Path.of(stack.people().passwordFile(user.name())))
                .strip();
        browser.signIn("/console/", user.name(), password);
        return browser;
    }

    private static String open(ConsoleBrowser browser, String container) {
        HttpResponse<String> opened = browser.post(
                "/console/terminals",
                "{\"container\": \"%s\", \"user\": \"root\", \"columns\": 90, \"rows\": 20}".formatted(container),
                OWN);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        return ConsoleBrowser.parsed(opened.body()).path("id").asText();
    }
}
