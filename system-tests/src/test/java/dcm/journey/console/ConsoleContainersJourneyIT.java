package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users do with their containers in the browser. */
class ConsoleContainersJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final int MANY = 20;
    /** Much more than the 150 ms of the benchmark, for busy machines; the page reads everything again after a minute. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The most that a journey presses Tab to reach an element. */
    private static final int MAX_TABS = 40;

    @Test
    void newUserCreatesAContainerAndLogsInWithTheCopiedCommand() {
        TestUser alice = TestUser.joins("alice");
        ConsoleTab tab = chromium.signsIn(alice, "");
        tab.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        tab.sees("DCM would accept this.");

        tab.button("Create").click();
        tab.seesInRow("web", "running");
        tab.button("Copy the SSH command of web").click();
        tab.page().waitForCondition(() -> tab.clipboard().startsWith("ssh "));

        String[] words = (tab.clipboard() + " hostname").split(" ");
        assertThat(SshClientSession.of(alice)
                        .ssh(List.of(words).subList(1, words.length).toArray(String[]::new))
                        .out())
                .isEqualTo("web");
    }

    @Test
    void createAtTheSshGatewayAppearsInTheOpenTab() {
        TestUser alice = TestUser.joins("alice");
        ConsoleTab tab = chromium.signsIn(alice, "");

        SshClientSession.of(alice).gets("create", "debian-ssh", "--name", "shell", "--memory", "256");

        tab.seesInRow("shell", "running", SOON);
        SshClientSession.of(alice).gets("rm", "--force", "shell");
        tab.sees("You have no container.", SOON);
    }

    @Test
    void previewStatesWhatAdmissionDecides() {
        TestUser alice = TestUser.joins("alice");
        setQuota(alice, Map.of("containers", 1));
        ConsoleTab tab = chromium.signsIn(alice, "new");
        tab.fills("Image", "debian-ssh");
        tab.fills("Name", "first");
        tab.sees("Left afterwards: 0 containers");
        alice.creates("other");

        tab.fills("Name", "second");
        tab.sees("DCM would reject this:");
        String predicted = tab.page().locator(".preview .problem").innerText();
        tab.button("Create").click();
        ConsoleTab.awaitAbsent(tab.page().locator(".preview"));
        String decided = tab.page().locator(".create-form .problem").innerText();

        Answer answer = alice.asksFor("second");
        assertThat(answer.isProblem("quota-exceeded"))
                .as(answer.body().toString())
                .isTrue();
        assertThat(firstLine(predicted))
                .isEqualTo(firstLine(decided))
                .isEqualTo(answer.body().path("detail").asText());
    }

    @Test
    void twentySelectedContainersAreStopped() {
        TestUser alice = TestUser.joins("alice");
        setQuota(alice, Map.of("containers", MANY + 1, "cpus", -1, "memoryMiB", -1, "pids", -1));
        alice.createsBatch(MANY, "n{n}", Map.of("memoryMiB", 64, "cpus", 0.2));
        alice.creates("other");
        ConsoleTab tab = chromium.signsIn(alice, "");
        tab.field("Select all visible rows").check();
        tab.row("other").getByRole(AriaRole.CHECKBOX).uncheck();
        tab.sees(MANY + " selected");

        tab.button("Stop").click();
        tab.dialogButton("Stop").click();

        tab.field("State").selectOption("stopped");
        tab.sees(MANY + " of " + (MANY + 1));
        assertThat(alice.show("other").path("state").asText()).isEqualTo("running");
        assertThat(IntStream.rangeClosed(1, MANY)
                        .mapToObj(n -> alice.show("n" + n).path("state").asText()))
                .containsOnly("stopped");
    }

    @Test
    void containerIsCreatedAndStoppedWithTheKeyboardAlone() {
        TestUser alice = TestUser.joins("alice");
        ConsoleTab tab = chromium.profile().visits("");
        Keyboard keyboard = tab.page().keyboard();
        reach(tab, "#username");
        keyboard.type(alice.name());
        reach(tab, "#password");
        keyboard.type(RunningStack.get().password(alice.name()));
        keyboard.press("Enter");
        tab.awaitLive();

        keyboard.press("n");
        tab.awaitTitle("New container");
        reach(tab, "label:text-is('Image') + input");
        keyboard.type("debian-ssh");
        reach(tab, "label:text-is('Name') + input");
        keyboard.type("typed");
        keyboard.press("Enter");
        tab.seesInRow("typed", "running");
        reach(tab, "[role=row][data-index='0']");
        keyboard.press("x");
        tab.page().getByRole(AriaRole.MENU).waitFor();
        keyboard.type("Stop");
        keyboard.press("Enter");

        tab.seesInRow("typed", "stopped");
    }

    /** Presses Tab until an element has the focus. */
    private static void reach(ConsoleTab tab, String selector) {
        Locator element = tab.page().locator(selector);
        element.waitFor();
        for (int i = 0; i < MAX_TABS; i++) {
            if ((boolean) element.evaluate("element => element === document.activeElement")) {
                return;
            }
            tab.page().keyboard().press("Tab");
        }
        throw new AssertionError("Tab does not reach " + selector);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static void setQuota(TestUser person, Map<String, Integer> quota) {
        RunningStack.get()
                .people()
                .administrator()
                .put("/v1/users/" + person.name() + "/quota", quota)
                .expectDone();
    }
}
