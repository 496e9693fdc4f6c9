package dcm.apigateway.live;

/** A stream on its way to one browser tab. Used on the context of its connection only. */
interface Channel {
    /** Stops the stream without notifying the browser. */
    void close();

    /** Continues after the browser has read what was written. */
    void resume();

    /** Whether the browser has not read for too long. */
    boolean isStuck();
}
