package dcm.worker.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Records a span for each request to the engine that belongs to an order; requests of the reconciliation have none. The span ends when the
 * answer begins. It names the kind of request only: paths and bodies contain accounts, commands and environments. Thread-safe.
 */
final class TracedTransport implements DockerHttpClient {
    private static final Pattern VERSION = Pattern.compile("^/v[0-9.]+(?=/)");
    private static final int FAILED = 400;

    private static final Set<String> COLLECTIONS = Set.of("containers", "exec", "images", "networks", "volumes");

    /** What follows a collection itself. */
    private static final Set<String> COMMON = Set.of("create", "get", "json", "load", "prune", "search");

    /** What follows a name. */
    private static final Set<String> ACTIONS = Set.of(
            "archive",
            "attach",
            "changes",
            "connect",
            "disconnect",
            "exec",
            "export",
            "get",
            "history",
            "json",
            "kill",
            "logs",
            "pause",
            "push",
            "rename",
            "resize",
            "restart",
            "start",
            "stats",
            "stop",
            "tag",
            "top",
            "unpause",
            "update",
            "wait");

    private final DockerHttpClient engine;

    TracedTransport(DockerHttpClient engine) {
        this.engine = engine;
    }

    @Override
    public Response execute(Request request) {
        return TraceSpan.current().map(order -> execute(request, order)).orElseGet(() -> engine.execute(request));
    }

    private Response execute(Request request, TraceSpan order) {
        String template = template(request.path());
        try (TraceSpan span = order.child(request.method() + " " + template, SpanKind.CLIENT)
                .set(SpanAttribute.METHOD, request.method())
                .set(SpanAttribute.TEMPLATE, template)) {
            Response response = span.call(() -> engine.execute(request));
            span.answered(response.getStatusCode(), FAILED);
            return response;
        }
    }

    /** The path without version, query and names, such as {@code /containers/{name}/start}. */
    static String template(String path) {
        String resource = VERSION.matcher(path.split("\\?", 2)[0]).replaceFirst("");
        List<String> segments = List.of(resource.substring(1).split("/"));
        String collection = segments.getFirst();
        if (segments.size() == 1 || !COLLECTIONS.contains(collection)) {
            return "/" + collection;
        }
        String last = segments.getLast();
        if (segments.size() == 2) {
            return "/" + collection + "/" + (COMMON.contains(last) ? last : "{name}");
        }
        return "/" + collection + "/{name}"
                + (ACTIONS.contains(last) ? "/" + last : ""); // names of images contain slashes
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
