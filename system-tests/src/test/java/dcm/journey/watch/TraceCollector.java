package dcm.journey.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.journey.support.Eventually;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector that takes OTLP in HTTP and keeps the spans. */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<Recorded> spans = new CopyOnWriteArrayList<>();

    /** A span that the collector got. */
    record Recorded(
            String service, String name, String trace, String id, String parent, Map<String, String> attributes) {
        static Recorded of(ResourceSpans from, Span span) {
            return new Recorded(
                    attributes(from.getResource().getAttributesList()).getOrDefault("service.name", ""),
                    span.getName(),
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray()),
                    attributes(span.getAttributesList()));
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        private static Map<String, String> attributes(List<KeyValue> attributes) {
            return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue())));
        }

        private static String text(AnyValue value) {
            return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
        }

        boolean is(String ofService, String named) {
            return service.equals(ofService) && name.equals(named);
        }
    }

    private TraceCollector(HttpServer server) {
        this.server = server;
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    static TraceCollector start() throws IOException {
        return new TraceCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = exchange.getRequestBody();
                InputStream plain = zipped ? new GZIPInputStream(body) : body) {
            ExportTraceServiceRequest.parseFrom(plain)
                    .getResourceSpansList()
                    .forEach(from -> from.getScopeSpansList()
                            .forEach(
                                    scope -> scope.getSpansList().forEach(span -> spans.add(Recorded.of(from, span)))));
            exchange.sendResponseHeaders(200, -1);
        } finally {
            exchange.close();
        }
    }

    List<Recorded> all() {
        return List.copyOf(spans);
    }

    /** Waits for a span. */
    Recorded await(String what, Predicate<Recorded> wanted) {
        Eventually.that("span " + what, () -> spans.stream().anyMatch(wanted));
        return spans.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for the child of a span. */
    Recorded child(Recorded parent, String service, String name) {
        return await(
                name + " of " + service + " below " + parent.name(),
                span -> span.is(service, name)
                        && span.trace().equals(parent.trace())
                        && span.parent().equals(parent.id()));
    }

    /** Waits for the parent of a span. */
    Recorded parent(Recorded child, String service, String name) {
        return await(
                name + " of " + service + " above " + child.name(),
                span -> span.is(service, name) && span.id().equals(child.parent()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
