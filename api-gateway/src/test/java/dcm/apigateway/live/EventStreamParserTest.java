package dcm.apigateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamParserTest {
    private final List<ServerSentEvent> events = new ArrayList<>();
    private final EventStreamParser parser = new EventStreamParser(events::add);

    @Test
    void eventHasNameIdAndData() {
        read("id: 7", "event: container", "data: {}", "");

        assertThat(events).containsExactly(new ServerSentEvent("container", "7", "{}"));
    }

    @Test
    void eventWithoutIdKeepsThePreviousId() {
        read("id:7", "data:a", "", "data:b", "");

        assertThat(events)
                .containsExactly(new ServerSentEvent("message", "7", "a"), new ServerSentEvent("message", "7", "b"));
    }

    @Test
    void linesOfDataAreJoined() {
        read("data: a", "data:  b", "");

        assertThat(events).containsExactly(new ServerSentEvent("message", null, "a\n b"));
    }

    @Test
    void commentsUnknownFieldsAndEventsWithoutDataAreIgnored() {
        read(": waiting", "retry: 5", "event: empty", "", "data: x", "");

        assertThat(events).containsExactly(new ServerSentEvent("message", null, "x"));
    }

    private void read(String... lines) {
        List.of(lines).forEach(parser::line);
    }
}
