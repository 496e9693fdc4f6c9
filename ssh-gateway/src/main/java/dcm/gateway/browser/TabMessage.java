package dcm.gateway.browser;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** A text message of a browser tab. */
sealed interface TabMessage {
    /** The tab has processed the output up to this offset. */
    record Processed(long offset) implements TabMessage {}

    record Resize(ScreenSize size) implements TabMessage {}

    /** Answers a heartbeat. */
    record Alive() implements TabMessage {}

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException if it is not one of these; the message says what is expected
     */
    static TabMessage parse(String text) {
        JsonObject message = object(text);
        return switch (String.valueOf(message.getValue("type"))) {
            case "processed" -> new Processed(number(message, "offset").longValue());
            case "resize" ->
                new Resize(ScreenSize.of(
                        number(message, "columns").intValue(),
                        number(message, "rows").intValue()));
            case "alive" -> new Alive();
            default -> throw new IllegalArgumentException("the type of a message is processed, resize or alive");
        };
    }

    private static JsonObject object(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException e) {
            throw new IllegalArgumentException("a message is a JSON object, or input in bytes", e);
        }
    }

    private static Number number(JsonObject message, String field) {
        if (message.getValue(field) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(field + " is a number");
    }
}
