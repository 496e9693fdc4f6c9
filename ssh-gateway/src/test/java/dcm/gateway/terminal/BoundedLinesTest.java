package dcm.gateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    @Test
    void linesUpToTheBoundPass() throws IOException {
        assertThat(read("12345678\n1234\r12345678\n")).isEqualTo("12345678\n1234\r12345678\n");
    }

    @Test
    void itEndsBeforeALineGetsLonger() throws IOException {
        assertThat(read("1\n123456789\n1\n")).isEqualTo("1\n12345678");
        assertThat(read("x".repeat(100_000))).hasSize(8);
    }

    private static String read(String text) throws IOException {
        var in = new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 8);
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
