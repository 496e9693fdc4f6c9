package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void nulIsReplaced() {
        assertThat(storable("{\"detail\":\"no key '\\u0000\\u0000'\"}"))
                .isEqualTo("{\"detail\":\"no key '\\ufffd\\ufffd'\"}");
    }

    @Test
    void escapedBackslashBeforeTheSameLettersIsKept() {
        assertThat(storable("{\"a\":\"\\\\u0000\"}")).isEqualTo("{\"a\":\"\\\\u0000\"}");
        assertThat(storable("{\"a\":\"\\\\\\u0000\"}")).isEqualTo("{\"a\":\"\\\\\\ufffd\"}");
    }

    private static String storable(String json) {
        return new String(StorableText.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
