package dcm.gateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

class ScreenPagerTest {
    private static final String QUESTION = "-- more";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void longOutputStopsAtTheEndOfEachScreen() throws IOException {
        assertThat(shown(" \rq", true, 20)).isEqualTo(4 + 4 + 1);
        assertThat(shown("q", true, 20)).isEqualTo(4);
        assertThat(questions()).isEqualTo(1);
    }

    @Test
    void outputStopsAtTheEndOfThePageWhenTheInputEnds() throws IOException {
        assertThat(shown("", true, 20)).isEqualTo(4);
    }

    @Test
    void otherKeysAreIgnored() throws IOException {
        assertThat(shown("x\u001b[A q", true, 20)).isEqualTo(8);
    }

    @Test
    void shortOutputDoesNotStop() throws IOException {
        assertThat(shown("", true, 4)).isEqualTo(4);
        assertThat(questions()).isZero();
    }

    @Test
    void outputOfAStoppedPagerDoesNotStop() throws IOException {
        assertThat(shown("", false, 20)).isEqualTo(20);
        assertThat(questions()).isZero();
    }

    @Test
    void wideLinesCountAsSeveralRows() throws IOException {
        try (ExternalTerminal terminal = terminal("q")) {
            var pager = new ScreenPager(terminal);
            pager.start();
            var out = new PrintWriter(pager);
            for (int i = 0; i < 9; i++) {
                out.println("line " + "\u001b[1mx\u001b[0m".repeat(30));
            }
            out.flush();
        }

        assertThat(lines()).isEqualTo(2);
    }

    @Test
    void nextCommandIsShownAfterAnOutputThatWasEnded() throws IOException {
        try (ExternalTerminal terminal = terminal("q")) {
            var pager = new ScreenPager(terminal);
            print(pager, true, 20);
            pager.stop();
            print(pager, true, 3);
        }

        assertThat(lines()).isEqualTo(4 + 3);
    }

    private long shown(String keys, boolean paged, int count) throws IOException {
        screen.reset();
        try (ExternalTerminal terminal = terminal(keys)) {
            print(new ScreenPager(terminal), paged, count);
        }
        return lines();
    }

    private static void print(ScreenPager pager, boolean paged, int count) {
        if (paged) {
            pager.start();
        }
        var out = new PrintWriter(pager);
        for (int i = 1; i <= count; i++) {
            out.println("line " + i);
        }
        out.flush();
    }

    private ExternalTerminal terminal(String keys) throws IOException {
        var in = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        var terminal = new ExternalTerminal("test", "ansi", in, screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(20, 5));
        return terminal;
    }

    private long lines() {
        return screen.toString(StandardCharsets.UTF_8).split("line ", -1).length - 1;
    }

    private long questions() {
        return screen.toString(StandardCharsets.UTF_8).split(QUESTION, -1).length - 1;
    }
}
