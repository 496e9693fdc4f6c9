package dcm.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b[31mb", // colour
                "a\u001b]0;title\u0007b", // title of the window
                "a\u001b]8;;http://example\u001b\\b", // link
                "a\u001bP1$r\u001b\\b", // question to the terminal
                "a\u001bcb", // reset
                "a\u009b2Jb", // the same as one character
                "a\u0007\u0000\u007fb",
                "a\u202eb" // from right to left
            })
    void whatControlsATerminalIsLeftOut(String text) {
        assertThat(PlainText.of(text)).isEqualTo("ab");
    }

    @Test
    void aSequenceThatDoesNotEndTakesNothingWithIt() {
        assertThat(PlainText.of("a\u001b[")).isEqualTo("a");
        assertThat(PlainText.of("a\u001b")).isEqualTo("a");
        assertThat(PlainText.of("\u001b\u001b[31mred")).isEqualTo("red");
    }

    @Test
    void whatPeopleWriteStays() {
        assertThat(PlainText.of("Grüße, 世界\n\tindented ✓")).isEqualTo("Grüße, 世界\n\tindented ✓");
        assertThat(PlainText.line("two\nlines\tand a tab")).isEqualTo("two lines and a tab");
    }
}
