package dcm.apigateway.live;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses a stream in the format {@code text/event-stream} line by line (HTML Standard, section 9.2.6). Not thread-safe. */
final class EventStreamParser {
    private static final String DEFAULT_NAME = "message";

    private final Consumer<ServerSentEvent> events;
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private @Nullable String id;

    EventStreamParser(Consumer<ServerSentEvent> events) {
        this.events = events;
    }

    /** @param line without its end */
    void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + (line.startsWith(" ", colon + 1) ? 2 : 1));
        switch (field) {
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value;
            default -> {
                // A comment, or a field that the format does not define.
            }
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            events.accept(new ServerSentEvent(name.isEmpty() ? DEFAULT_NAME : name, id, data.toString()));
        }
        data.setLength(0);
        name = "";
    }
}
