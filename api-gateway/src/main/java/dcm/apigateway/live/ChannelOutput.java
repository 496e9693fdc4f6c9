package dcm.apigateway.live;

import io.vertx.core.Context;

/** Where channels write. Its methods are called on its context only. */
interface ChannelOutput {
    /** The context of the connection. */
    Context context();

    /** Whether the browser reads more slowly than channels write. */
    boolean isFull();

    /** Sends an event whose data are a JSON document. */
    void event(String channel, ServerSentEvent event);

    /** Sends a part of a text. */
    void text(String channel, String text);

    /** Sends {@code line}, a JSON document. */
    void line(String channel, String line);

    /** Ends a channel whose stream is complete. */
    void complete(String channel);

    /** Ends a channel whose stream failed. */
    void failed(String channel, Throwable failure);
}
