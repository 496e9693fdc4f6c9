package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.WaitForConditionOptions;
import dcm.journey.support.KeycloakAdministrator;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users notice nothing of the ends of access tokens, and lose nothing when the session ends. */
class ConsoleSignInJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    /**
     * A quarter of it is enough for a renewal on a busy machine. The gateway renews tokens of up to a minute in the same way,
     * when a quarter of their lifetime is left; for a minute: {@code -Ddcm.console.tokenSeconds=60}.
     */
    private static final Duration TOKEN_LIFETIME =
            Duration.ofSeconds(Integer.getInteger("dcm.console.tokenSeconds", 12));

    /** What the page shows when measurements arrive; some machines cannot measure. */
    private static final Pattern USAGE = Pattern.compile("[0-9] process|Not available on this host");

    /** Remembers all states of the live connection that the page shows. */
    private static final String RECORD_STATES = """
            () => {
              const status = document.querySelector('.live');
              window.liveStates = [status.className];
              new MutationObserver(() => window.liveStates.push(status.className)).observe(status, { attributes: true });
            }""";

    private static KeycloakAdministrator keycloak;

    private final TestUser alice = TestUser.joins("alice");

    @BeforeAll
    static void shortenTokens() {
        keycloak = new KeycloakAdministrator(RunningStack.get());
        keycloak.setTokenLifetime(TOKEN_LIFETIME);
    }

    @AfterAll
    static void restoreTokens() {
        keycloak.restoreTokenLifetime();
    }

    @Test
    void endsOfTokensAreInvisible() {
        alice.creates("web");
        ConsoleTab tab = chromium.signsIn(alice, "containers/web/usage");
        tab.page().getByText(USAGE).first().waitFor();
        tab.page().evaluate(RECORD_STATES);
        long end = System.nanoTime()
                + TOKEN_LIFETIME.multipliedBy(3).plusSeconds(1).toNanos();

        tab.page()
                .waitForCondition(
                        () -> System.nanoTime() > end,
                        new WaitForConditionOptions()
                                .setTimeout(TOKEN_LIFETIME
                                        .multipliedBy(3)
                                        .plusSeconds(30)
                                        .toMillis()));

        assertThat(tab.page().evaluate("[...new Set(window.liveStates)].join()"))
                .isEqualTo("live live");
        tab.goesTo("Containers", "Containers");
        tab.chooses("web", "Stop");
        tab.seesInRow("web", "stopped");
    }

    @Test
    void halfFilledFormSurvivesTheEndOfTheSession() {
        ConsoleTab tab = chromium.signsIn(alice, "new");
        tab.fills("Image", "debian-ssh");
        tab.fills("Name", "half");

        keycloak.signsOut(alice);

        tab.sees("You are signed out");
        tab.dialogButton("Sign in again").click();
        tab.fillSignIn(alice.name(), RunningStack.get().password(alice.name()));
        tab.awaitLive();
        tab.awaitTitle("New container");
        assertThat(tab.field("Name").inputValue()).isEqualTo("half");
        tab.button("Create").click();
        tab.seesInRow("half", "running");
    }

    @Test
    void tabsThatSignInTogetherShowTheirOwnPages() {
        BrowserProfile profile = chromium.profile();
        ConsoleTab images = profile.visits("images");
        ConsoleTab ports = profile.visits("ports?q=web");

        images.fillSignIn(alice.name(), RunningStack.get().password(alice.name()));

        images.awaitLive();
        images.awaitTitle("Images");
        // Keycloak's form notices the sign-in in the other tab.
        ports.awaitLive();
        ports.awaitTitle("Ports");
        assertThat(ports.page().url()).endsWith("/console/ports?q=web");
    }

    @Test
    void suspensionEndsTheTabWithItsReason() {
        ConsoleTab tab = chromium.signsIn(alice, "");

        RunningStack.get()
                .people()
                .administrator()
                .post("/v1/users/" + alice.name() + "/suspend", Map.of("reason", "Please talk to us"), Duration.ZERO)
                .expectDone();

        tab.sees("Please talk to us", Duration.ofSeconds(20));
        assertThat(tab.dialog().innerText()).contains("You are signed out");
    }
}
