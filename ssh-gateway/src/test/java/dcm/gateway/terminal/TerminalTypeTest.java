package dcm.gateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "-V", "../../etc/passwd", "$(id)", "x y", "a\nb"})
    void invalidTerminalTypeIsTreatedAsDumb(String term) {
        assertThat(TerminalType.of(term)).isEqualTo(new TerminalType("dumb", "dumb"));
    }

    @Test
    void tooLongTerminalTypeIsTreatedAsDumb() {
        assertThat(TerminalType.of("x".repeat(41)).known()).isEqualTo("dumb");
    }

    @Test
    void unknownTerminalTypeIsMappedToAKnownOne() {
        assertThat(TerminalType.of("xterm-kitty")).isEqualTo(new TerminalType("xterm-kitty", "xterm-256color"));
        assertThat(TerminalType.of("linux").known()).isEqualTo("ansi");
        assertThat(TerminalType.of("dumb").hasColours()).isFalse();
    }
}
