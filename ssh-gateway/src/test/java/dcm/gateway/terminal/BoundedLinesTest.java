package dcm.gateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    @Test
    void linesUpToTheLimitAreRead() throws IOException {
        assertThat(read("12345678\n1234\r12345678\n")).isEqualTo("12345678\n1234\r12345678\n");
    }

    @Test
    void inputEndsAtALineAboveTheLimit() throws IOException {
        assertThat(read("1\n123456789\n1\n")).isEqualTo("1\n12345678");
        assertThat(read("x".repeat(100_000))).hasSize(8);
    }

    @Test
    void controlKeysAndDeletedCharactersAreNotCounted() throws IOException {
        String arrows = "\u001b[A\u001bOB\u001b[1;5C".repeat(100);
        String backAndForth = "x\u007f".repeat(100);

        assertThat(read(arrows + backAndForth + "12345678")).isEqualTo(arrows + backAndForth + "12345678");
    }

    @Test
    void nothingIsLimitedWhileCountingIsOff() throws IOException {
        var in = new BoundedLines(new ByteArrayInputStream(new byte[100_000]), 8);
        in.count(false);

        assertThat(in.readAllBytes()).hasSize(100_000);
    }

    private static String read(String text) throws IOException {
        var in = new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 8);
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
