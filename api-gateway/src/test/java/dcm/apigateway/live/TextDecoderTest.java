package dcm.apigateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class TextDecoderTest {
    private final TextDecoder decoder = new TextDecoder();

    @Test
    void characterThatIsSplitBetweenChunksIsKept() {
        Buffer text = Buffer.buffer("ab€😀c");
        var decoded = new StringBuilder();

        for (int i = 0; i < text.length(); i++) {
            decoded.append(decoder.decode(text.getBuffer(i, i + 1)));
        }

        assertThat(decoded).hasToString("ab€😀c");
    }

    @Test
    void invalidBytesAreReplaced() {
        assertThat(decoder.decode(Buffer.buffer(new byte[] {'a', (byte) 0xFF, 'b'})))
                .isEqualTo("a\uFFFDb");
    }
}
