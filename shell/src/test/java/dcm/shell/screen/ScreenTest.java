package dcm.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String SENTENCE = "The container web is stopped. Start it and try again, or remove it.";

    private final StringWriter err = new StringWriter();

    @Test
    void errorIsWrappedBetweenWordsOnATerminal() {
        screen(true).printError(SENTENCE);

        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
        assertThat(String.join(" ", err.toString().lines().toList())).isEqualTo(SENTENCE);
    }

    @Test
    void errorIsNotWrappedInAPipe() {
        screen(false).printError(SENTENCE);

        assertThat(err.toString()).isEqualTo(SENTENCE + "\n");
    }

    @Test
    void jsonAndCommandsAreNotWrapped() {
        screen(true).jsonAside(JsonNodeFactory.instance.objectNode().put("detail", SENTENCE));
        screen(true).printErrorUnwrapped(SENTENCE);

        assertThat(err.toString().lines()).containsExactly("{\"detail\":\"" + SENTENCE + "\"}", SENTENCE);
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintWriter(new StringWriter()), new PrintWriter(err), terminal, false, () -> 40);
    }
}
