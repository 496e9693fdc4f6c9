package dcm.journey.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks responses against the OpenAPI document: an operation's status, media type, headers and body must be described,
 * and a body must have no other fields. Ignores requests to other paths or with other methods.
 */
public final class DescribedResponses implements Filter {
    private static final String DOCUMENT = "https://dcm.example/openapi";
    private static final String PROBLEM = "application/problem+json";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private DescribedResponses(JsonNode document) {
        this.document = document;
        try {
            close(document.at("/components/schemas"));
            String closed = JSON.writeValueAsString(document);
            schemas = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, closed)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static DescribedResponses of(Path document) {
        try {
            return new DescribedResponses(JSON.readTree(document.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects with described fields have no other ones. */
    private static void close(JsonNode node) {
        if (node.path("type").asText().equals("object")
                && node.path("properties").isObject()) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(DescribedResponses::close);
    }

    /** For REST-assured. */
    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        check(
                request.getMethod(),
                URI.create(request.getURI()),
                response.statusCode(),
                response.contentType(),
                response.asString());
        return response;
    }

    /** For clients of the JDK. */
    void check(HttpResponse<String> response) {
        check(
                response.request().method(),
                response.request().uri(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    /** @throws AssertionError if the response differs from its description */
    void check(String method, URI address, int status, String type, String body) {
        List<String> faults = faults(method, address.getRawPath(), status, type, body);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s was answered with %d, unlike described: %s%n%s"
                    .formatted(method, address, status, String.join("; ", faults), body));
        }
    }

    /** How the response differs from its description. */
    public List<String> faults(String method, String path, int status, String type, String body) {
        return template(path)
                .map(template -> "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT))
                .filter(operation -> !document.at(operation).isMissingNode())
                .map(operation -> compare(operation, status, media(type), body))
                .orElse(List.of());
    }

    private List<String> compare(String operation, int status, String media, String body) {
        String responses = operation + "/responses/";
        boolean described = !document.at(responses + status).isMissingNode();
        if (!described && status < 400) {
            return List.of("status is not described");
        }
        String response = resolved(responses + (described ? Integer.toString(status) : "default"));
        JsonNode content = document.at(response + "/content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("no body is described");
        }
        if (!content.has(media)) {
            return List.of("media type " + media + " is not described");
        }
        String schema = response + "/content/" + escaped(media) + "/schema";
        return switch (media) {
            case "application/json", PROBLEM -> invalid(schema, body);
            case "application/x-ndjson" ->
                body.lines()
                        .filter(line -> !line.isBlank())
                        .flatMap(line -> invalid(schema, line).stream())
                        .toList();
            default -> List.of();
        };
    }

    private List<String> invalid(String schema, String body) {
        try {
            return schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + schema)).validate(JSON.readTree(body)).stream()
                    .map(Error::toString)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of("no JSON: " + e.getOriginalMessage());
        }
    }

    private String resolved(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isMissingNode() ? pointer : reference.asText().substring(1);
    }

    /** The path in the document with the fewest parameters that fits. */
    private Optional<String> template(String path) {
        String[] given = path.split("/"); // a slash at the end does not count, as in the services
        return document.path("paths")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(template -> fits(template.split("/", -1), given))
                .min(Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    private static boolean fits(String[] template, String[] path) {
        return template.length == path.length
                && IntStream.range(0, path.length)
                        .allMatch(i -> template[i].startsWith("{") || template[i].equals(path[i]));
    }

    private static String media(String type) {
        return Stream.ofNullable(type).map(all -> all.split(";", -1)[0].strip()).collect(Collectors.joining());
    }

    /** For a JSON pointer. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
