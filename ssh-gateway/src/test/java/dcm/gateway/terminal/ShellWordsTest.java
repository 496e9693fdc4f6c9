package dcm.gateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void onlyQuotesAndBackslashesAreInterpreted() {
        assertThat(ShellWords.of("commit web 'with numpy' a\\ b \"c d\""))
                .containsExactly("commit", "web", "with numpy", "a b", "c d");
        assertThat(ShellWords.of("stop web; rm $(x) `y` > z | *"))
                .containsExactly("stop", "web;", "rm", "$(x)", "`y`", ">", "z", "|", "*");
        assertThat(ShellWords.of("  show  ")).containsExactly("show");
        assertThat(ShellWords.of("commit web x -m '' a'b'\"c\" 'a\\b' \"a\\b\\\"\""))
                .containsExactly("commit", "web", "x", "-m", "", "abc", "a\\b", "a\\b\"");
        assertThat(ShellWords.of("")).isEmpty();
    }

    @Test
    void unclosedQuoteOrTooLongLineIsRejected() {
        assertThatThrownBy(() -> ShellWords.of("stop 'web")).hasMessageContaining("quote is not closed");
        assertThatThrownBy(() -> ShellWords.of("x ".repeat(1001))).hasMessageContaining("at most 1000 words");
        assertThatThrownBy(() -> ShellWords.of("x".repeat(65_537))).hasMessageContaining("at most 65536 characters");
    }
}
