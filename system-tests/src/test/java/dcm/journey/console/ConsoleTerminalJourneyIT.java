package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A terminal in the browser is a terminal: programs with a screen, sizes, much output, and a reload of the page. */
class ConsoleTerminalJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final int MUCH = 10 * 1024 * 1024;
    private static final Duration SUSPENSION_BOUND = Duration.ofSeconds(20);
    /** A page that draws nothing for this time seems to hang, in milliseconds. */
    private static final double STALLED = 20_000;

    /** Remembers the longest time between two frames. */
    private static final String RECORD_FRAMES = """
            () => {
              window.longestFrame = 0;
              let last = performance.now();
              const frame = (now) => {
                window.longestFrame = Math.max(window.longestFrame, now - last);
                last = now;
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame);
            }""";

    private static final String LIST = """
            () => fetch('/console/terminals', { headers: { Accept: 'application/json' } })
              .then((answer) => answer.json()).then(({ items }) => items.map(({ id }) => id))""";

    @Test
    void terminalWorksAsOverSshUntilTheAccountIsSuspended() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        BrowserProfile profile = chromium.profile();
        ConsoleTab tab = profile.signsIn(alice.name(), "containers/web/terminal");
        TerminalTab terminal = TerminalTab.opens(tab, "web");

        writesAFileWithVi(terminal);
        followsTheSizeOfTheWindow(tab, terminal);
        showsMuchOutputWithoutStalling(tab, terminal);
        survivesAReloadDuringALongCommand(tab, terminal);
        ConsoleTab list = profile.opens("");
        endsWithTheSuspension(alice, tab, list);
    }

    private static void writesAFileWithVi(TerminalTab terminal) {
        terminal.enters("vi /root/note");
        terminal.sees("[New File]");
        terminal.types("ihello from vi");
        terminal.presses("Escape");
        terminal.enters(":wq");
        terminal.sees("root@"); // the screen of the shell again
        terminal.enters("clear; tr a-z A-Z < /root/note");
        terminal.sees("HELLO FROM VI");
    }

    private static void followsTheSizeOfTheWindow(ConsoleTab tab, TerminalTab terminal) {
        int before = terminal.rows();
        assertThat(size(terminal, "before")[0]).isEqualTo(before);

        tab.page().setViewportSize(800, 500);

        tab.page().waitForCondition(() -> terminal.rows() != before);
        int[] after = size(terminal, "after");
        assertThat(after[0]).isEqualTo(terminal.rows());
        tab.page().setViewportSize(1280, 720);
        tab.page().waitForCondition(() -> terminal.rows() == before);
        assertThat(size(terminal, "again")).satisfies(again -> {
            assertThat(again[0]).isEqualTo(before);
            assertThat(again[1]).isGreaterThan(after[1]);
        });
    }

    /** The rows and columns that a program in the terminal sees. */
    private static int[] size(TerminalTab terminal, String when) {
        terminal.enters("echo " + when + "=$(stty size)");
        String[] words =
                terminal.seesLine(line -> line.matches(when + "=\\d+ \\d+\\s*")).split("[= ]+");
        return new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[2].strip())};
    }

    private static void showsMuchOutputWithoutStalling(ConsoleTab tab, TerminalTab terminal) {
        tab.page().evaluate(RECORD_FRAMES);

        terminal.enters("head -c " + MUCH + " /dev/zero | tr '\\0' x; echo; echo e''nd");

        terminal.seesLine(line -> line.strip().equals("end"));
        assertThat((Number) tab.page().evaluate("window.longestFrame"))
                .satisfies(longest -> assertThat(longest.doubleValue()).isLessThan(STALLED));
        terminal.enters("clear");
    }

    private static void survivesAReloadDuringALongCommand(ConsoleTab tab, TerminalTab terminal) {
        String id = terminal.id();
        terminal.enters("clear; echo pid=$$");
        String shell = terminal.seesLine(line -> line.matches("pid=\\d+\\s*"));
        terminal.enters("for i in $(seq 80); do echo Unpacking package-$i ...; sleep 0.1; done; echo fi''nished");
        terminal.seesLine(line -> line.startsWith("Unpacking package-"));

        tab.page().reload();

        terminal.awaitConnected();
        terminal.seesLine(line -> line.strip().equals("finished"));
        terminal.sees("Unpacking package-80 ");
        terminal.enters("clear; echo pid=$$");
        assertThat(terminal.seesLine(line -> line.matches("pid=\\d+\\s*"))).isEqualTo(shell);
        assertThat(terminal.id()).isEqualTo(id);
        assertThat(tab.page().evaluate(LIST)).isEqualTo(List.of(id));
    }

    private static void endsWithTheSuspension(TestUser alice, ConsoleTab terminal, ConsoleTab list) {
        RunningStack.get()
                .people()
                .administrator()
                .post(
                        "/v1/users/" + alice.name() + "/suspend",
                        Map.of("reason", "Please talk to us", "stopContainers", false),
                        Duration.ZERO)
                .expectDone();

        for (ConsoleTab tab : List.of(terminal, list)) {
            tab.sees("Please talk to us", SUSPENSION_BOUND);
            assertThat(tab.dialog().innerText()).contains("You are signed out");
        }
        terminal.sees("Ended: ");
    }
}
