package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScrollbackTest {
    private final Scrollback scrollback = new Scrollback(10);

    @Test
    void outputIsKeptFromItsBeginningUntilTheRingIsFull() {
        append("0123");
        append("456789");

        assertThat(scrollback.start()).isZero();
        assertThat(from(0)).isEqualTo("0123456789");
        assertThat(from(7)).isEqualTo("789");
        assertThat(from(10)).isEmpty();
    }

    @Test
    void oldestOutputIsReplaced() {
        append("0123456789abc");

        assertThat(scrollback.start()).isEqualTo(3);
        assertThat(scrollback.end()).isEqualTo(13);
        assertThat(from(3)).isEqualTo("3456789abc");
        assertThat(scrollback.continuesFrom(2)).isFalse();
        assertThat(scrollback.continuesFrom(13)).isTrue();
        assertThat(scrollback.continuesFrom(14)).isFalse();
        assertThatThrownBy(() -> scrollback.from(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyOffsetIsRightAfterManyAppends() {
        var all = new StringBuilder();
        for (int size = 0; size < 25; size++) {
            String part = "abcdefghijklmnopqrstuvwxyz".substring(0, size);
            all.append(part);
            append(part);
            for (long offset = scrollback.start(); offset <= scrollback.end(); offset++) {
                assertThat(from(offset)).isEqualTo(all.substring((int) offset));
            }
        }
    }

    @Test
    void newScreenBeginsAtALine() {
        append("lost\nhalf 31m\nnew");

        assertThat(from(scrollback.cleanStart())).isEqualTo("new");
    }

    @Test
    void newScreenBeginsWithTheFirstByteIfAllIsKept() {
        append("a\nb");

        assertThat(scrollback.cleanStart()).isZero();
    }

    @Test
    void newScreenWithoutLinesBeginsWithAWholeCharacter() {
        append("äöüäöüäx"); // 15 bytes, of which the ring has lost two characters and a half

        assertThat(from(scrollback.cleanStart())).isEqualTo("äöüäx");
    }

    @Test
    void memoryGrowsWithTheOutput() {
        var large = new Scrollback(256 * 1024);
        byte[] line = "0123456789abcde\n".getBytes(StandardCharsets.UTF_8);
        assertThat(large.used()).isEqualTo(4096);
        for (int i = 0; i < 1000; i++) {
            large.append(line, line.length);
        }

        assertThat(large.used()).isEqualTo(16 * 1024);
        assertThat(large.start()).isZero();
        assertThat(large.from(0)).hasSize(16_000);
        for (int i = 0; i < 20_000; i++) {
            large.append(line, line.length);
        }
        assertThat(large.used()).isEqualTo(256 * 1024);
        assertThat(new String(large.from(large.end() - 16), StandardCharsets.UTF_8))
                .isEqualTo("0123456789abcde\n");
    }

    @Test
    void shrunkScrollbackKeepsTheNewestOutput() {
        append("0123456789abc");

        scrollback.shrink(4);

        assertThat(scrollback.used()).isEqualTo(4);
        assertThat(scrollback.end()).isEqualTo(13);
        assertThat(scrollback.start()).isEqualTo(9);
        assertThat(from(9)).isEqualTo("9abc");
        append("de");
        assertThat(from(11)).isEqualTo("bcde");
    }

    private void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scrollback.append(bytes, bytes.length);
    }

    private String from(long offset) {
        return new String(scrollback.from(offset), StandardCharsets.UTF_8);
    }
}
