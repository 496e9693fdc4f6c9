package dcm.apigateway.live;

import org.jspecify.annotations.Nullable;

/**
 * An event of a stream in the format {@code text/event-stream}.
 *
 * @param name the field {@code event}
 * @param id the last {@code id} up to this event; null if there was none
 * @param data the field {@code data}, its lines joined
 */
record ServerSentEvent(String name, @Nullable String id, String data) {}
