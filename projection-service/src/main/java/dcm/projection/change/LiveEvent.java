package dcm.projection.change;

import java.time.Instant;

/**
 * An event of the live stream.
 *
 * @param id the position in the stream, opaque for clients
 * @param name the event's type
 * @param data a JSON object
 */
public record LiveEvent(String id, String name, String data) {
    static final String READY = "ready";
    static final String RESET = "reset";
    static final String HEARTBEAT = "heartbeat";

    /** The number of characters, which determines the memory that it occupies. */
    int size() {
        return id.length() + name.length() + data.length();
    }

    static LiveEvent ready(String id, Instant at) {
        return new LiveEvent(id, READY, "{\"position\":\"" + id + "\",\"at\":\"" + at + "\"}");
    }

    static LiveEvent timed(String id, String name, Instant at) {
        return new LiveEvent(id, name, "{\"at\":\"" + at + "\"}");
    }
}
