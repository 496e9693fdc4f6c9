package dcm.journey.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Generates requests from the description of the API: some as it says, most with something wrong in them. Equal seeds give equal
 * requests.
 */
final class FuzzRequests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PREFIX = "fuzz-";
    private static final int DEEP = 2_000;
    private static final int LARGE = 300 * 1024;

    private static final List<String> GARBAGE = List.of(
            "",
            " ",
            "%00",
            "..",
            "../../etc/passwd",
            "%2e%2e%2f%2e%2e%2f",
            ";a=b",
            "a;b",
            "null",
            "-1",
            "0",
            "2147483648",
            "9223372036854775808",
            "1e400",
            "NaN",
            "'; drop table container; --",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "\u202Egnp.exe",
            "\uD800",
            "\u0000",
            "\r\nX-Injected: 1",
            "ünïcödé",
            "💥",
            "a".repeat(64),
            "a".repeat(5_000));

    private final Random random;
    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> foreign;

    /** Who sends a request. */
    enum Sender {
        USER,
        ADMINISTRATOR,
        NOBODY,
        BAD_TOKEN
    }

    /**
     * A request.
     *
     * @param operation of the description, for messages
     * @param path with its query
     * @param body null: none
     */
    record Request(
            int number,
            Sender sender,
            String operation,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body) {
        String idempotencyKey() {
            return headers.get("Idempotency-Key");
        }

        @Override
        public String toString() {
            String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
            return "#%d %s %s %s %s %s"
                    .formatted(
                            number,
                            sender,
                            method,
                            path,
                            headers,
                            text.length() > 300 ? text.substring(0, 300) + "…" : text);
        }
    }

    private record Operation(String method, String path, JsonNode definition) {}

    /**
     * Generates for the operations of {@code document}.
     *
     * @param foreign identifiers of things that belong to another user
     */
    FuzzRequests(JsonNode document, long seed, List<String> foreign) {
        this.random = new Random(seed);
        this.document = document;
        this.foreign = foreign;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("responses") && !isEndless(method.getValue())) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
    }

    /** Whether the answer ends only with the token. */
    private static boolean isEndless(JsonNode operation) {
        return operation.path("responses").path("200").path("content").has("text/event-stream");
    }

    /** So many requests, each operation in turn. */
    List<Request> generate(int count) {
        List<Request> requests = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            requests.add(request(number, operations.get(number % operations.size())));
        }
        return requests;
    }

    private Request request(int number, Operation operation) {
        Sender sender = oneOf(List.of(
                Sender.USER,
                Sender.USER,
                Sender.USER,
                Sender.ADMINISTRATOR,
                Sender.ADMINISTRATOR,
                Sender.NOBODY,
                Sender.BAD_TOKEN));
        // An administrator could change what others need, so the names of its requests are the fuzzer's own or garbage.
        boolean own = sender == Sender.ADMINISTRATOR && !READING.contains(operation.method());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", "fuzz-" + number);
        headers.put(
                "Prefer", oneOf(List.of("wait=0", "wait=0", "wait=1", "wait=-1", "wait=x", "until=launched", ",,;=")));
        byte[] body = body(operation, own, headers);
        if (random.nextInt(8) == 0) {
            headers.put("Accept", oneOf(List.of("text/html", "application/xml", "*/*", "garbage", "text/csv")));
        }
        if (random.nextInt(12) == 0) {
            headers.put(
                    "Idempotency-Key",
                    oneOf(List.of("x".repeat(2_000), "a b", "\u00e9", "fuzz-" + random.nextInt(50))));
        }
        if (random.nextInt(12) == 0) {
            headers.put(
                    "traceparent",
                    oneOf(List.of("00-0-0-0", "x", "00-" + "f".repeat(32) + "-" + "1".repeat(16) + "-01")));
        }
        String method =
                random.nextInt(25) == 0 ? oneOf(List.of("PATCH", "PUT", "TRACE", "FOO", "HEAD")) : operation.method();
        if (!method.equals(operation.method()) && sender == Sender.ADMINISTRATOR) {
            method = operation.method();
        }
        return new Request(
                number,
                sender,
                operation.method() + " " + operation.path(),
                method,
                path(operation, own) + query(operation),
                headers,
                body);
    }

    private String path(Operation operation, boolean own) {
        StringBuilder path = new StringBuilder();
        for (String segment : operation.path().substring(1).split("/")) {
            path.append('/').append(segment.startsWith("{") ? identifier(own) : segment);
        }
        return switch (random.nextInt(30)) {
            case 0 -> path + "/";
            case 1 -> path + "/%2e%2e/%2e%2e/q/health";
            case 2 -> path.toString().replaceFirst("/v1/", "/v1//");
            case 3 -> path + ";x=y";
            default -> path.toString();
        };
    }

    private String identifier(boolean own) {
        return switch (random.nextInt(4)) {
            case 0 -> encoded(oneOf(GARBAGE));
            case 1 -> PREFIX + random.nextInt(30);
            case 2 -> own ? PREFIX + random.nextInt(30) : encoded(oneOf(foreign));
            default ->
                own
                        ? PREFIX + Integer.toHexString(random.nextInt())
                        : oneOf(List.of("web", "1", "32000", "abcd", "mine:1"));
        };
    }

    private static String encoded(String text) {
        return text.startsWith("%")
                ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String query(Operation operation) {
        List<String> parts = new ArrayList<>();
        for (JsonNode parameter : operation.definition().path("parameters")) {
            JsonNode known = resolved(parameter);
            String name = known.path("name").asText();
            boolean endless = name.equals("follow") || name.equals("wait");
            if (known.path("in").asText().equals("query") && !endless && random.nextBoolean()) {
                parts.add(name + "="
                        + encoded(random.nextBoolean() ? oneOf(GARBAGE) : text(resolved(known.path("schema")))));
            }
        }
        if (random.nextInt(10) == 0) {
            parts.add("unknown=" + encoded(oneOf(GARBAGE)));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private String text(JsonNode schema) {
        return switch (type(schema)) {
            case "integer", "number" -> Integer.toString(random.nextInt(1, 100));
            case "boolean" -> "true";
            default -> PREFIX + random.nextInt(30);
        };
    }

    private byte[] body(Operation operation, boolean own, Map<String, String> headers) {
        JsonNode content = resolved(operation.definition().path("requestBody")).path("content");
        if (content.isEmpty()) {
            if (random.nextInt(10) > 0) {
                return null;
            }
            headers.put("Content-Type", "application/json");
            return bytes("{\"unexpected\": true}");
        }
        String type = content.fieldNames().next();
        headers.put(
                "Content-Type",
                random.nextInt(12) == 0 ? oneOf(List.of("text/plain", "garbage", "application/xml")) : type);
        if (!type.contains("json")) {
            return bytes(oneOf(GARBAGE) + "\n" + oneOf(GARBAGE) + "\t" + oneOf(GARBAGE));
        }
        String valid =
                object(resolved(content.path(type).path("schema")), own, 0).toString();
        return bytes(
                switch (random.nextInt(16)) {
                    case 0 -> "";
                    case 1 -> valid.substring(0, valid.length() / 2);
                    case 2 -> "[" + valid + "]";
                    case 3 -> "null";
                    case 4 -> "[".repeat(DEEP) + "]".repeat(DEEP);
                    case 5 -> "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
                    case 6 -> "{\"pad\":\"" + "x".repeat(LARGE) + "\"}";
                    case 7 -> doubled(valid);
                    case 8 -> valid.replaceFirst("^\\{", "{\"unknownField\":1" + (valid.equals("{}") ? "" : ","));
                    case 9 -> valid + valid;
                    case 10 -> "\uFEFF" + valid;
                    default -> valid;
                });
    }

    /** With its first field twice. */
    private static String doubled(String object) {
        int end = object.indexOf(',');
        return end < 0 ? object : "{" + object.substring(1, end) + "," + object.substring(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode object(JsonNode schema, boolean own, int depth) {
        ObjectNode object = JSON.createObjectNode();
        schema.path("properties").properties().forEach(property -> {
            boolean required = schema.path("required").toString().contains('"' + property.getKey() + '"');
            if (required ? random.nextInt(8) > 0 : random.nextInt(3) == 0) {
                object.set(property.getKey(), value(resolved(property.getValue()), own, depth));
            }
        });
        return object;
    }

    private JsonNode value(JsonNode schema, boolean own, int depth) {
        if (random.nextInt(5) == 0) {
            return wrong();
        }
        JsonNode examples = schema.path("examples");
        if (!own && examples.isArray() && !examples.isEmpty() && random.nextBoolean()) {
            return examples.get(random.nextInt(examples.size()));
        }
        JsonNode choices = schema.path("enum");
        if (!choices.isEmpty()) {
            return choices.get(random.nextInt(choices.size()));
        }
        return switch (type(schema)) {
            case "integer" ->
                JSON.getNodeFactory()
                        .numberNode(oneOf(List.of(1L, 0L, -1L, 256L, 65_536L, Long.MAX_VALUE, Long.MIN_VALUE)));
            case "number" -> JSON.getNodeFactory().numberNode(oneOf(List.of(0.5, 0.0, -0.5, 1e308, 1e-308)));
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "array" -> {
                var array = JSON.createArrayNode();
                for (int n = random.nextInt(3); n > 0; n--) {
                    array.add(value(resolved(schema.path("items")), own, depth + 1));
                }
                yield array;
            }
            case "object" -> depth < 4 ? object(schema, own, depth + 1) : JSON.createObjectNode();
            default -> JSON.getNodeFactory().textNode(string(own));
        };
    }

    private JsonNode wrong() {
        return switch (random.nextInt(7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.getNodeFactory().numberNode(random.nextLong());
            case 2 -> JSON.createArrayNode().add(JSON.createArrayNode().add(1));
            case 3 -> JSON.createObjectNode().put("a", "b");
            case 4 -> JSON.getNodeFactory().numberNode(new BigDecimal("1e400"));
            default -> JSON.getNodeFactory().textNode(oneOf(GARBAGE));
        };
    }

    private String string(boolean own) {
        return switch (random.nextInt(4)) {
            case 0 -> oneOf(GARBAGE);
            case 1 -> own ? PREFIX + random.nextInt(30) : oneOf(foreign);
            default -> PREFIX + random.nextInt(30);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asText() : type.asText();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
