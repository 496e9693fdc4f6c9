package dcm.rest.description;

import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.rest.access.AccountRoles;
import dcm.rest.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Adds error responses to the OpenAPI description of each operation: problem documents with one example per code. The
 * codes are those in the operation's {@value #CODES} extension and those that all operations share. An unknown code
 * stops the service at startup. Examples, and responses with a single code, are described once, in the components.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class ErrorResponses implements OASFilter {
    /** The extension with an operation's error codes, separated by commas. */
    public static final String CODES = "x-problems";

    private static final String SCHEMA = "Problem";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String ANY = "AnyProblem";
    private static final Set<ErrorCode> OF_ALL = EnumSet.of(
            ErrorCode.BAD_INPUT,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.NO_ACCOUNT,
            ErrorCode.ACCOUNT_SUSPENDED,
            ErrorCode.TOO_MANY_REQUESTS,
            ErrorCode.LOG_UNREACHABLE,
            ErrorCode.SIGN_INS_UNREACHABLE);

    /** The codes that have a response of their own in the components. */
    private final Set<ErrorCode> single = EnumSet.noneOf(ErrorCode.class);

    /** The codes that have an example in the components. */
    private final Set<ErrorCode> described = EnumSet.noneOf(ErrorCode.class);

    @Override
    public Operation filterOperation(Operation operation) {
        byStatus(codes(operation))
                .forEach((status, codes) -> operation
                        .getResponses()
                        .addAPIResponse(
                                Integer.toString(status), codes.size() == 1 ? reference(codes) : response(codes)));
        operation.getResponses().setDefaultValue(OASFactory.createAPIResponse().ref(ANY));
        tidy(operation.getResponses());
        return operation;
    }

    /** The framework repeats the extension, and describes responses that only refer to one. */
    private static void tidy(APIResponses responses) {
        responses.removeExtension(CODES);
        responses.getAPIResponses().values().forEach(response -> {
            response.removeExtension(CODES);
            if (response.getRef() != null) {
                response.setDescription(null);
            }
        });
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema(SCHEMA, schema());
        document.getComponents()
                .addResponse(
                        ANY,
                        problems(OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(SCHEMA)))
                                .description("Any other problem"));
        single.forEach(code -> document.getComponents().addResponse(name(code), response(List.of(code))));
        described.forEach(code -> document.getComponents().addExample(code.code(), example(code)));
    }

    private APIResponse reference(List<ErrorCode> codes) {
        single.addAll(codes);
        return OASFactory.createAPIResponse().ref(name(codes.getFirst()));
    }

    /** The name of a code's response, such as {@code BadInput}. */
    private static String name(ErrorCode code) {
        return Stream.of(code.code().split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The codes with which the operation can be refused. */
    static Set<ErrorCode> codes(Operation operation) {
        Set<ErrorCode> codes = EnumSet.copyOf(OF_ALL);
        if (isForAdministrators(operation)) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        if (operation.getRequestBody() != null) {
            codes.add(ErrorCode.TOO_LARGE);
            codes.add(ErrorCode.LENGTH_REQUIRED);
            codes.add(ErrorCode.UNSUPPORTED_MEDIA);
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "after".equals(parameter.getName()))) {
            codes.add(ErrorCode.VIEW_UNREACHABLE);
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

    private APIResponse response(List<ErrorCode> codes) {
        MediaType problems =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA));
        described.addAll(codes);
        codes.forEach(code ->
                problems.addExample(code.code(), OASFactory.createExample().ref(code.code())));
        APIResponse response = problems(problems)
                .description(codes.stream()
                        .map(code -> code.code() + ": " + code.title() + ".")
                        .collect(Collectors.joining(" ")));
        int status = codes.getFirst().status();
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            response.addHeader(
                    HttpHeaders.RETRY_AFTER,
                    OASFactory.createHeader()
                            .description("Number of seconds after which the request can be repeated")
                            .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)));
        }
        return response;
    }

    private static APIResponse problems(MediaType content) {
        return OASFactory.createAPIResponse()
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, content));
    }

    private static Example example(ErrorCode code) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", Problem.type(code));
        problem.put("title", code.title());
        problem.put("status", code.status());
        problem.put("detail", code.title() + ".");
        problem.put("code", code.code());
        return OASFactory.createExample().summary(code.title()).value(problem);
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
                .addProperty(
                        "hosts",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .description("Why each host cannot run the requested container")
                                .items(OASFactory.createSchema()
                                        .addType(SchemaType.OBJECT)
                                        .addProperty("host", text("Name of the host"))
                                        .addProperty("reason", reasons())
                                        .addProperty("detail", text("The reason with its numbers"))
                                        .required(List.of("host", "reason", "detail"))))
                .addProperty("traceId", text("Trace id of the request in the log files"))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema reasons() {
        return text("Stable code for programs")
                .enumeration(Stream.of(HostRefusal.Reason.values())
                        .<Object>map(HostRefusal.Reason::code)
                        .toList());
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
