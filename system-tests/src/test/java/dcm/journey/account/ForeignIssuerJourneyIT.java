package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.client.Laptop;
import dcm.journey.gateway.ConsoleBrowser;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DCM with an issuer that is not Keycloak. The installation moves there with its accounts and containers, and back to
 * Keycloak in the end. Runs late, because a failure disturbs later journeys.
 */
@Order(Integer.MAX_VALUE - 2)
@Tag("operations")
class ForeignIssuerJourneyIT {
    private static final String CHIEF = "chief";

    private static RunningStack stack;
    private static TestUser alice;
    private static TestUser bob;
    private static OtherIssuer issuer;

    /** What {@code ./dcm up} printed. */
    private static String started;

    @BeforeAll
    static void moveToTheForeignIssuer() throws Exception {
        stack = RunningStack.get();
        stack.up();
        alice = TestUser.joins("alice");
        alice.creates("web");
        bob = TestUser.joins("bob");
        bob.does("stop", "none"); // binds the account to Keycloak
        issuer = new OtherIssuer(stack.temporaryFiles(), stack.installation().url(StackPort.API_GATEWAY));
        ShellRunner.run(stack.launcher("down"));
        started = run(
                Map.of(
                        "DCM_ISSUER",
                        issuer.url(),
                        "DCM_AUDIENCE",
                        OtherIssuer.AUDIENCE,
                        "DCM_NAME_CLAIM",
                        OtherIssuer.NAME_CLAIM,
                        "DCM_ISSUER_CA",
                        issuer.authority().toString(),
                        "DCM_CONSOLE_CLIENT_ID",
                        OtherIssuer.CONSOLE,
                        "DCM_CONSOLE_CLIENT_SECRET",
                        OtherIssuer.CONSOLE_SECRET,
                        "DCM_DEVICE_CLIENT_ID",
                        OtherIssuer.LAPTOP,
                        "DCM_FIRST_ADMINISTRATOR",
                        CHIEF,
                        "DCM_ACME_EMAIL",
                        "admin@example.org",
                        "DCM_SIZES",
                        "large"),
                "up");
        assertThat(started)
                .contains("DCM is up.", issuer.url() + " (reachable)", "login=" + CHIEF)
                .doesNotContain("keycloak …");
        Eventually.that(
                "the first administrator is known",
                () -> chief().get("/v1/users").status() == 200
                        && chief().get("/v1/hosts").status() == 200);
    }

    @AfterAll
    static void returnToKeycloak() {
        try (var _ = issuer) {
            ShellRunner.run(stack.launcher("down"));
            stack.up();
            Eventually.that(
                    "the administrator of Keycloak is an administrator again",
                    () -> stack.people().administrator().get("/v1/users").status() == 200);
            run(Map.of(), "user", "rebind", "--issuer", stack.installation().issuer(), "--by-name");
            Eventually.that(
                    "alice signs in at Keycloak",
                    () -> alice.client().get("/v1/containers").status() == 200);
        }
    }

    // ---- users ----

    @Test
    void reboundUserKeepsContainersAndWorksAsBefore() {
        assertThat(asAdministrator("user", "rebind", alice.name(), "--subject", OtherIssuer.subject(alice.name())))
                .contains(issuer.url());
        StackApiClient client = client(issuer.token(alice.name()));
        Eventually.that(
                "the sign-in is accepted",
                () -> client.get("/v1/containers/web").status() == 200);

        JsonNode created = client.post("/v1/containers", Map.of("image", "debian-ssh", "name", "db"), TestUser.TIMEOUT)
                .expectDone();
        JsonNode db = client.get(
                        "/v1/containers/db?after=" + created.path("sequence").asLong())
                .expectDone();

        assertThat(alice.ssh(db, alice.name(), "whoami")).isEqualTo(alice.name());
        assertThat(SshClientSession.of(alice).gets("show")).contains("web", "db");
        Eventually.that(
                "the audit shows the rebinding",
                () -> chief().get("/v1/audit?account=" + alice.name() + "&action=rebind-sign-in")
                        .expectDone()
                        .path("items")
                        .valueStream()
                        .anyMatch(entry -> entry.path("actor").asText().equals("account/" + CHIEF)
                                && entry.path("request").path("issuer").asText().equals(issuer.url())));
    }

    @Test
    void newAccountIsBoundAtItsFirstSignIn() {
        String name = "dora-" + System.nanoTime() % 100_000;
        assertThat(asAdministrator("user", "add", name)).contains(issuer.url(), OtherIssuer.NAME_CLAIM);
        StackApiClient client = client(issuer.token(name));
        Eventually.that(
                "the account is known", () -> client.get("/v1/containers").status() == 200);

        assertThat(client.post("/v1/containers/none/stop", TestUser.TIMEOUT).isProblem("unknown-container"))
                .isTrue();

        Eventually.that(
                "the account is bound",
                () -> user(name).path("signInSubject").asText().equals(OtherIssuer.subject(name)));
        assertThat(user(name).path("signInIssuer").asText()).isEqualTo(issuer.url());
    }

    @Test
    void accountOfTheFormerIssuerIsReleasedForTheNextSignIn() {
        StackApiClient client = client(issuer.token(bob.name()));
        Answer before = client.get("/v1/containers");
        assertThat(before.isProblem("no-account")).isTrue();
        assertThat(before.body().path("detail").asText()).contains("bound to a sign-in of another issuer");

        assertThat(asAdministrator("user", "rebind", bob.name(), "--by-name")).contains(bob.name());

        Eventually.that(
                "the sign-in is accepted", () -> client.get("/v1/containers").status() == 200);
    }

    @Test
    void browserSignsInToTheConsole() {
        String name = "erin-" + System.nanoTime() % 100_000;
        asAdministrator("user", "add", name);
        var browser = new ConsoleBrowser(gateway(), issuer.authority());

        HttpResponse<String> page = issuer.signIn(browser, browser.open("/console/"), name);

        assertThat(page.body()).contains("<div id=\"console\"");
        Eventually.that(
                "the account is known",
                () -> browser.get("/console/v1/me").body().contains("\"name\":\"" + name + "\""));
        assertThat(stack.installation().home().resolve("installation.properties"))
                .content()
                .contains("DCM_CONSOLE_CLIENT_ID")
                .doesNotContain(OtherIssuer.CONSOLE_SECRET);
    }

    @Test
    void userSignsInOnALaptopWithACode() throws Exception {
        String name = "fred-" + System.nanoTime() % 100_000;
        asAdministrator("user", "add", name);
        var laptop = new Laptop();
        Laptop.Running login =
                laptop.starts("login", gateway(), "--ca", issuer.authority().toString(), "--context", "lab");

        var browser = new ConsoleBrowser(gateway(), issuer.authority());
        HttpResponse<String> code = browser.submit(browser.open(login.signInPage()), Map.of());
        HttpResponse<String> form = browser.submit(code, Map.of());
        assertThat(issuer.signIn(browser, form, name).body()).contains("Sign-in Success");

        Laptop.Result result = login.await();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(laptop.gets("whoami")).contains(name);
        assertThat(laptop.gets("create", "debian-ssh", "--name", "web")).contains("web");
        laptop.expireToken("lab");
        assertThat(laptop.gets("rm", "web", "--force")).contains("web");
        assertThat(laptop.gets("logout")).isEqualTo("Signed out of lab.");
    }

    private static String gateway() {
        return stack.installation().url(StackPort.API_GATEWAY);
    }

    // ---- rejected tokens ----

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTokens")
    void rejectedTokenNamesTheClaimAndTheExpectedValue(String claim, String token, String expected) {
        for (String path : List.of("/v1/containers", "/v1/users")) {
            Response response = RestAssured.given()
                    .baseUri(gateway())
                    .header("Authorization", "Bearer " + token)
                    .get(path);

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.header("WWW-Authenticate"))
                    .isEqualTo("Bearer error=\"invalid_token\", error_description=\"wrong: " + claim + "\"");
            assertThat(response.jsonPath().getString("detail")).contains(claim + ": ", expected);
            assertThat(response.asString()).doesNotContain(token.split("\\.")[1]);
        }
    }

    static Stream<Arguments> wrongTokens() {
        return Stream.of(
                Arguments.of("aud", issuer.token().audience("files").of(CHIEF), "it is 'files'; expected 'lab'"),
                Arguments.of(
                        "iss",
                        issuer.token().from("https://other.example").of(CHIEF),
                        "expected '" + issuer.url() + "'"),
                Arguments.of("exp", issuer.token().expired().of(CHIEF), "it expired at "),
                Arguments.of(
                        "typ", issuer.token().type("JWT").of(CHIEF), "it is 'JWT'; expected 'at+jwt' or 'Bearer'"));
    }

    @Test
    void missingNameClaimIsReportedByName() {
        Answer answer = client(issuer.token().withoutName().of("stranger")).get("/v1/containers");

        assertThat(answer.isProblem("no-account")).isTrue();
        assertThat(answer.body().path("detail").asText())
                .contains("no claim " + OtherIssuer.NAME_CLAIM, OtherIssuer.subject("stranger"));
    }

    // ---- the launcher ----

    @Test
    void launcherLeavesPasswordsAndTokensToTheIssuer() {
        assertThat(attempt(asAdministrator(), "user", "password", bob.name()))
                .satisfies(result -> assertThat(result.code()).isEqualTo(1))
                .satisfies(result -> assertThat(result.output()).contains(issuer.url()));
        assertThat(attempt(Map.of(), "token", bob.name()).output()).contains(issuer.url());
        assertThat(attempt(Map.of(), "user", "ls").output()).contains("DCM_TOKEN", issuer.url());
    }

    @Test
    void statusAndDoctorShowTheIssuer() throws JsonProcessingException {
        JsonNode status =
                new JsonMapper().readTree(attempt(Map.of(), "status", "--json").output());

        assertThat(status.path("healthy").asBoolean()).isTrue();
        assertThat(status.path("parts").has("keycloak")).isFalse();
        assertThat(status.path("issuer").path("url").asText()).isEqualTo(issuer.url());
        assertThat(status.path("issuer").path("state").asText()).isEqualTo("reachable");
        // The first TLS handshake can take longer than the check waits.
        Eventually.that(
                "the doctor reaches the issuer",
                () -> attempt(asAdministrator(), "doctor").output().contains(issuer.url() + ", is reachable"));
    }

    @Test
    void startWarnsOfVariablesThatAreNotStored() {
        assertThat(started)
                .contains(
                        "Warning: DCM_ACME_EMAIL has no effect, because DCM_PUBLIC_URL is not set. It is not stored.",
                        "Warning: the environment variable DCM_SIZES is not a DCM setting.");
    }

    private static JsonNode user(String name) {
        return chief().get("/v1/users/" + name).expectDone();
    }

    private static StackApiClient chief() {
        return client(issuer.token(CHIEF));
    }

    private static StackApiClient client(String token) {
        return new StackApiClient(stack.installation(), token, stack.journal());
    }

    private static Map<String, String> asAdministrator() {
        return Map.of("DCM_TOKEN", issuer.token(CHIEF));
    }

    private static String asAdministrator(String... words) {
        return run(asAdministrator(), words);
    }

    private static String run(Map<String, String> environment, String... words) {
        return ShellRunner.run(command(environment, words).toArray(String[]::new));
    }

    private static ShellRunner.Result attempt(Map<String, String> environment, String... words) {
        return ShellRunner.attempt(command(environment, words));
    }

    private static List<String> command(Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(stack.launcher(words)));
        return command;
    }
}
