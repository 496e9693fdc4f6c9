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
                "a\u001b]0;title\u0007b", // window title
                "a\u001b]8;;http://example\u001b\\b", // hyperlink
                "a\u001bP1$r\u001b\\b", // terminal query
                "a\u001bcb", // reset
                "a\u009b2Jb", // control sequence in one character
                "a\u0007\u0000\u007fb",
                "a\u202eb" // right-to-left override
            })
    void terminalControlSequencesAreRemoved(String text) {
        assertThat(PlainText.of(text)).isEqualTo("ab");
    }

    @Test
    void incompleteControlSequenceRemovesNoText() {
        assertThat(PlainText.of("a\u001b[")).isEqualTo("a");
        assertThat(PlainText.of("a\u001b")).isEqualTo("a");
        assertThat(PlainText.of("\u001b\u001b[31mred")).isEqualTo("red");
    }

    @Test
    void ordinaryTextIsKept() {
        assertThat(PlainText.of("Grüße, 世界\n\tindented ✓")).isEqualTo("Grüße, 世界\n\tindented ✓");
        assertThat(PlainText.line("two\nlines\tand a tab")).isEqualTo("two lines and a tab");
    }
}
