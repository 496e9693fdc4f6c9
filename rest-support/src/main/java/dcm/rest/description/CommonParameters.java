package dcm.rest.description;

import dcm.contract.problem.ErrorCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Describes parameters that have the same meaning in all operations, unless an operation has its own description. Adds
 * the headers that requests and responses have in common; an operation's error codes tell which headers it takes.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class CommonParameters implements OASFilter {
    private static final Map<String, String> MEANINGS = Map.of(
            "handle", "Your container, by SSH port, name, or at least four digits of its id",
            "image", "NAME:TAG, or NAME if there is only one tag",
            "after", "Sequence of an earlier response; the query waits until the result includes it",
            "cursor", "Value of the field next of the previous page",
            "id", "Id of an intent, from the response to a request",
            "preset", "Name of a preset",
            "dryRun", "Whether to only report what the request would do",
            "endSessions", "Whether to end all open SSH sessions of the account, regardless of their keys");

    /** Marks a GET whose tag belongs to the operation at another path; the value names that operation. */
    public static final String TAGGED = "x-etag-for";

    private static final String KEY = "IdempotencyKey";
    private static final String PREFER = "Prefer";
    private static final String IF_MATCH = "IfMatch";

    private static final Map<String, Parameter> HEADERS = Map.of(
            KEY,
            header("Idempotency-Key", "A repeated request with the same key is performed only once"),
            PREFER,
            header(
                    "Prefer",
                    "wait=SECONDS waits for the outcome. On creation of a container, wait=SECONDS, until=launched waits"
                            + " only until Docker has started it"),
            IF_MATCH,
            header(
                    HttpHeaders.IF_MATCH,
                    "ETag of an earlier GET. The change is rejected if the resource was changed since then"));

    private final Set<String> used = new TreeSet<>();

    private static Parameter header(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(In.HEADER)
                .description(description)
                .schema(text());
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        @Nullable String meaning = parameter.getName() == null ? null : MEANINGS.get(parameter.getName());
        if (parameter.getDescription() == null && meaning != null) {
            parameter.setDescription(meaning);
        }
        return parameter;
    }

    @Override
    public Operation filterOperation(Operation operation) {
        Set<ErrorCode> codes = ErrorResponses.codes(operation);
        if (codes.contains(ErrorCode.KEY_REUSED)) {
            addHeader(operation, KEY);
            addHeader(operation, PREFER);
        }
        if (codes.contains(ErrorCode.PRECONDITION_FAILED)) {
            addHeader(operation, IF_MATCH);
        }
        APIResponse created = operation.getResponses().getAPIResponse("201");
        if (created != null) {
            created.addHeader(
                    HttpHeaders.LOCATION,
                    OASFactory.createHeader()
                            .description("URL of the created resource")
                            .schema(text()));
        }
        return operation;
    }

    private void addHeader(Operation operation, String name) {
        used.add(name);
        operation.addParameter(OASFactory.createParameter().ref(name));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        used.forEach(name -> document.getComponents().addParameter(name, HEADERS.get(name)));
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths().getPathItems().values().forEach(CommonParameters::addEntityTag);
        }
    }

    /** A resource that can be changed on a condition has a tag. */
    private static void addEntityTag(PathItem resource) {
        Operation get = resource.getGET();
        if (get == null) {
            return;
        }
        boolean conditional = Stream.of(resource.getPUT(), resource.getPATCH())
                .filter(Objects::nonNull)
                .anyMatch(change -> ErrorResponses.codes(change).contains(ErrorCode.PRECONDITION_FAILED));
        if (conditional || get.getExtensions() != null && get.getExtensions().containsKey(TAGGED)) {
            get.removeExtension(TAGGED);
            get.getResponses()
                    .getAPIResponse("200")
                    .addHeader(
                            HttpHeaders.ETAG,
                            OASFactory.createHeader()
                                    .description("Tag of this state of the resource, for If-Match")
                                    .schema(text()));
        }
    }
}
