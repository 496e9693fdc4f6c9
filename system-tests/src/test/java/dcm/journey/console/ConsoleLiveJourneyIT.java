package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.part.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Open tabs show the current state, and say so when they cannot. */
class ConsoleLiveJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final int TABS = 6;

    /**
     * The console has to survive a cut of this length, so it is waited for in full, also when both tabs have noticed it
     * before. The server remembers changes for longer.
     */
    private static final Duration INTERRUPTION = Duration.ofSeconds(30);

    @Test
    void changesDuringALostConnectionAreShownOnceAfterwards() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("old");
        alice.creates("web");
        BrowserProfile profile = chromium.profile();
        ConsoleTab containers = profile.signsIn(alice.name(), "");
        ConsoleTab activity = profile.opens("activity");
        containers.seesInRow("web", "running");
        activity.seesInRow("web", "done");

        profile.setOffline(true);
        long end = System.nanoTime() + INTERRUPTION.toNanos();
        alice.creates("new");
        alice.doneTo("stop", "web");
        alice.client().delete("/v1/containers/old?force=true", TestUser.TIMEOUT).expectDone();
        // Without heartbeats for 12 seconds; after 15, the tab closes the connection.
        containers.sees("Not current since");
        containers.page().getByText("the connection is interrupted").waitFor();
        containers.row("old").waitFor();
        containers.awaitReconnection();
        activity.awaitReconnection();
        containers.page().waitForCondition(() -> System.nanoTime() > end);
        profile.setOffline(false);

        containers.awaitLive();
        containers.seesInRow("new", "running");
        containers.seesInRow("web", "stopped");
        containers.awaitNoRow("old");
        assertThat(dataRows(containers)).isEqualTo(2);
        int requests =
                alice.client().get("/v1/intents").expectDone().path("items").size();
        activity.awaitLive();
        activity.page().waitForCondition(() -> dataRows(activity) == requests);
    }

    @Test
    void sixTabsOfOneBrowserAreLive() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("first");
        BrowserProfile profile = chromium.profile();
        List<ConsoleTab> tabs = new ArrayList<>(List.of(profile.signsIn(alice.name(), "")));
        Stream.generate(() -> profile.opens("")).limit(TABS - 1).forEach(tabs::add);

        alice.creates("second");

        tabs.forEach(tab -> tab.seesInRow("second", "running"));
    }

    @Test
    void tabSaysThatTheViewsAreDownAndShowsTheChangesWhenTheyAreBack() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("before");
        ConsoleTab tab = chromium.signsIn(alice, "");
        tab.seesInRow("before", "running");
        Part views = RunningStack.get().part("projection-service");

        views.stop();
        try {
            tab.sees("Not current since");
            alice.asksFor("meanwhile").expectDone();
        } finally {
            views.start();
        }

        // The tab tries to connect again every 20 seconds at least.
        tab.sees("Live ·", Duration.ofMinutes(1));
        tab.seesInRow("meanwhile", "running");
        assertThat(dataRows(tab)).isEqualTo(2);
    }

    /** The number of rows of the table without its header, of which only some may be rendered. */
    private static int dataRows(ConsoleTab tab) {
        String rows = tab.page().locator("[role=grid]").first().getAttribute("aria-rowcount");
        return Integer.parseInt(rows) - 1;
    }
}
