package dcm.trace;

/**
 * What a span may tell. There is no attribute for names of accounts, URLs, command lines or environments, which collectors must not get.
 * Names without {@code dcm.} are from the semantic conventions of OpenTelemetry.
 */
public enum SpanAttribute {
    /** The id of an intent, or of the intent that a record belongs to. */
    INTENT("dcm.intent.id"),
    /** The stable type name of an intent, order, report or event. */
    TYPE("dcm.record.type"),
    /** The code with which an intent was rejected or an order failed. */
    CODE("dcm.error.code"),
    /** DCM's id of a container. */
    CONTAINER("dcm.container.id"),
    /** The name of a host. */
    HOST("dcm.host.name"),
    /** The class of an unexpected failure, or the status of a response from 500. */
    ERROR("error.type"),
    METHOD("http.request.method"),
    /** The path with placeholders. */
    ROUTE("http.route"),
    STATUS("http.response.status_code"),
    /** The path of a request to another server, with placeholders. */
    TEMPLATE("url.template");

    private final String key;

    SpanAttribute(String key) {
        this.key = key;
    }

    /** The name in traces. */
    public String key() {
        return key;
    }
}
