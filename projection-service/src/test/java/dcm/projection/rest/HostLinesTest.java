package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.projection.rest.WorkerClient.Lines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HostLinesTest {
    @Test
    void linesArriveOneByOneAlsoWithoutALastLineBreak() throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream("één\n\nlast".getBytes(StandardCharsets.UTF_8)));

        assertThat(next(lines)).isEqualTo("één");
        assertThat(next(lines)).isEmpty();
        assertThat(next(lines)).isEqualTo("last");
        assertThat(lines.next()).isEmpty();
    }

    @Test
    void lineWithoutAnEndIsNotKept() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new Lines(endless).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a line of more than");
    }

    private static String next(Lines lines) throws IOException {
        return new String(lines.next().orElseThrow(), StandardCharsets.UTF_8);
    }
}
