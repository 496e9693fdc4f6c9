package dcm.projection.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T10:00:00.123456789Z", "web", "debian-ssh:13", ""})
    void cursorIsParsedBack(String value) {
        Cursor cursor = new Cursor(value, "aaaa000000000001");

        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    }

    @Test
    void cursorNeedsNoUrlEncoding() {
        String text = new Cursor("2026-03-01T10:00:00.123456Z", "???>>>~~~").toString();

        assertThat(text).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "a", "next", "=", "Zm9v"})
    void malformedCursorIsRejected(String text) {
        assertRejected(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z,aaaa000000000001", "2026-03-01T10:00:00Z aaaa\0"})
    void cursorWithInvalidContentIsRejected(String inside) {
        assertRejected(Base64.getUrlEncoder().encodeToString(inside.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRejected(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("cursor: ");
    }
}
