package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.gateway.browser.TabMessage.Alive;
import dcm.gateway.browser.TabMessage.Processed;
import dcm.gateway.browser.TabMessage.Resize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TabMessageTest {
    @Test
    void messagesOfATabAreRead() {
        assertThat(TabMessage.parse("{\"type\":\"processed\",\"offset\":7}")).isEqualTo(new Processed(7));
        assertThat(TabMessage.parse("{\"type\":\"resize\",\"columns\":100,\"rows\":30}"))
                .isEqualTo(new Resize(new ScreenSize(100, 30)));
        assertThat(TabMessage.parse("{\"type\":\"alive\"}")).isEqualTo(new Alive());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":\"processed\",\"offset\":null}",
                "{\"type\":\"processed\",\"offset\":\"7\"}",
                "{\"type\":\"resize\",\"columns\":null,\"rows\":30}",
                "{\"type\":\"resize\",\"columns\":100}"
            })
    void otherMessagesAreRejected(String text) {
        assertThatThrownBy(() -> TabMessage.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
