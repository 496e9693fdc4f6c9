package dcm.journey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.KeycloakAdministrator;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.StackPort;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web console's sessions: sign-in at Keycloak in a browser, the API with the session, and the end of both. */
class ConsoleSessionJourneyIT {
    private static final String[] OWN = {"X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin"};

    private static RunningStack stack;

    private TestUser alice;
    private ConsoleBrowser browser;

    @BeforeAll
    static void start() {
        stack = RunningStack.get();
        stack.up();
    }

    @BeforeEach
    void signIn() {
        alice = TestUser.joins("viewer");
        browser = new ConsoleBrowser("http://localhost:" + stack.installation().port(StackPort.API_GATEWAY));

        HttpResponse<String> page =
                browser.signIn("/console/containers?state=running", alice.name(), stack.password(alice.name()));

        assertThat(page.uri().toString()).endsWith("/console/containers?state=running");
        assertThat(session().path("account").asText()).isEqualTo(alice.name());
    }

    @Test
    void sessionUsesTheApiLikeAToken() {
        assertThat(session().path("role").asText()).isEqualTo("user");

        HttpResponse<String> created = browser.post(
                "/console/v1/containers",
                "{\"image\": \"debian-ssh\", \"name\": \"web\"}",
                "X-DCM-Console",
                "1",
                "Sec-Fetch-Site",
                "same-origin",
                "Prefer",
                "wait=60");

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(alice.show("web").path("name").asText()).isEqualTo("web");
        assertThat(browser.get("/console/v1/containers/web").body()).contains("\"web\"");
        assertThat(browser.get("/v1/containers/web").statusCode()).isEqualTo(401);
        assertThat(browser.post("/console/v1/containers/web/stop", "").statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/console/v1/users").statusCode()).isEqualTo(403);
    }

    @Test
    void signOutEndsTheSignInAtKeycloakWithoutAnotherQuestion() {
        ConsoleBrowser.ConsoleTab tab = browser.tab();

        HttpResponse<String> answer = browser.post("/console/sign-out", "", OWN);

        assertThat(tab.next("session-ended").path("reason").asText()).isEqualTo("signed-out");
        assertThat(tab.closeCode()).isEqualTo(4401);
        String page = ConsoleBrowser.parsed(answer.body()).path("redirect").asText();
        assertThat(page).startsWith(stack.installation().issuer()).doesNotContain("id_token_hint");
        // Keycloak returns to the console, which has no session, and then asks for the password.
        HttpResponse<String> end = browser.open(page);
        assertThat(end.body()).contains("name=\"password\"");
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(401);
    }

    @Test
    void sessionEndsWhenKeycloakEndsTheSignIn() {
        ConsoleBrowser.ConsoleTab tab = browser.tab();

        new KeycloakAdministrator(stack).signsOut(alice);

        assertThat(tab.next("session-ended").path("reason").asText()).isEqualTo("signed-out");
        assertThat(tab.closeCode()).isEqualTo(4401);
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(401);
    }

    @Test
    void suspensionEndsTheConnectionWithItsReason() {
        StackApiClient admin = stack.people().administrator();
        ConsoleBrowser.ConsoleTab tab = browser.tab();

        admin.post("/v1/users/" + alice.name() + "/suspend", Map.of("reason", "Please talk to us"), Duration.ZERO)
                .expectDone();

        JsonNode ended = tab.next("session-ended");
        assertThat(ended.path("reason").asText()).isEqualTo("account-suspended");
        assertThat(ended.path("detail").asText()).contains("Please talk to us");
        assertThat(tab.closeCode()).isEqualTo(4401);
        assertThat(ConsoleBrowser.parsed(browser.get("/console/session").body())
                        .path("code")
                        .asText())
                .as("suspension ends the session")
                .isEqualTo("no-session");
    }

    private JsonNode session() {
        return ConsoleBrowser.parsed(browser.get("/console/session").body());
    }
}
