package dcm.rest.description;

import dcm.contract.problem.ErrorCode;
import dcm.rest.access.AccountRoles;
import dcm.rest.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Adds error responses to the OpenAPI description of each operation: problem documents with one example per code. The
 * codes are those in the operation's {@value #CODES} extension and those that all operations share. An unknown code
 * stops the service at startup.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class ErrorResponses implements OASFilter {
    /** The extension with an operation's error codes, separated by commas. */
    public static final String CODES = "x-problems";

    private static final String SCHEMA = "Problem";
    private static final Set<ErrorCode> OF_ALL =
            Set.of(ErrorCode.BAD_INPUT, ErrorCode.UNAUTHENTICATED, ErrorCode.NO_ACCOUNT, ErrorCode.ACCOUNT_SUSPENDED);

    @Override
    public Operation filterOperation(Operation operation) {
        byStatus(codes(operation))
                .forEach((status, codes) ->
                        operation.getResponses().addAPIResponse(Integer.toString(status), response(codes)));
        operation.getResponses().removeExtension(CODES); // the framework repeats it here in some cases
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema(SCHEMA, schema());
    }

    private static Set<ErrorCode> codes(Operation operation) {
        Set<ErrorCode> codes = EnumSet.copyOf(OF_ALL);
        if (isForAdministrators(operation)) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        if (operation.getRequestBody() != null) {
            codes.add(ErrorCode.TOO_LARGE);
            codes.add(ErrorCode.LENGTH_REQUIRED);
            codes.add(ErrorCode.UNSUPPORTED_MEDIA);
        }
        @Nullable
        Object named = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(CODES);
        if (named != null) {
            Stream.of(named.toString().split(",", -1))
                    .map(String::strip)
                    .map(ErrorCode::ofCode)
                    .forEach(codes::add);
        }
        return codes;
    }

    private static boolean isForAdministrators(Operation operation) {
        return operation.getSecurity() != null
                && operation.getSecurity().stream()
                        .flatMap(requirement -> requirement.getSchemes().values().stream())
                        .flatMap(Collection::stream)
                        .anyMatch(AccountRoles.ADMINISTRATOR::equals);
    }

    private static Map<Integer, List<ErrorCode>> byStatus(Set<ErrorCode> codes) {
        return codes.stream()
                .collect(Collectors.groupingBy(ErrorCode::status, LinkedHashMap::new, Collectors.toList()));
    }

    private static APIResponse response(List<ErrorCode> codes) {
        MediaType problems =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA));
        codes.forEach(code -> problems.addExample(
                code.code(), OASFactory.createExample().summary(code.title()).value(example(code))));
        return OASFactory.createAPIResponse()
                .description(codes.stream()
                        .map(code -> code.code() + ": " + code.title() + ".")
                        .collect(Collectors.joining(" ")))
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, problems));
    }

    private static Map<String, Object> example(ErrorCode code) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", Problem.type(code));
        example.put("title", code.title());
        example.put("status", code.status());
        example.put("detail", code.title() + ".");
        example.put("code", code.code());
        return example;
    }

    private static Schema schema() {
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("Problem document (RFC 9457): why a request was rejected or failed")
                .addProperty("type", text("Relative reference, one for each code"))
                .addProperty("title", text("The same for every occurrence of the code"))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("What was rejected, the rule, and what to do"))
                .addProperty("code", text("Stable error code for programs"))
                .addProperty("intent", text("Id of the intent that was rejected or failed, if any"))
                .addProperty(
                        "numbers",
                        OASFactory.createSchema()
                                .addType(SchemaType.OBJECT)
                                .description("Numbers of the rule, such as used, asked and limit")
                                .additionalPropertiesSchema(
                                        OASFactory.createSchema().addType(SchemaType.INTEGER)))
                .addProperty("traceId", text("Trace id of the request in the log files"))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
