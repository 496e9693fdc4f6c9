package dcm.rest.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.rest.issuer.IssuerSettings;
import dcm.rest.issuer.TokenRejection;
import dcm.rest.trace.RequestTrace;
import io.quarkus.logging.Log;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.common.headers.MediaTypeHeaderDelegate;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Converts exceptions of requests to problem documents. */
public class ProblemMappers {
    /** The identity attribute with the message for a user whose account is suspended. */
    public static final String SUSPENDED = "dcm.suspended";

    private static final int UNAVAILABLE = 503;
    private static final long RETRY_SECONDS = 5;
    /** The identity attribute with the message for a user whose token matches no account, if there is a special one. */
    public static final String NO_ACCOUNT = "dcm.no-account";

    private final RequestTrace traces;
    private final SecurityIdentity identity;
    private final IssuerSettings issuer;

    ProblemMappers(RequestTrace traces, SecurityIdentity identity, IssuerSettings issuer) {
        this.traces = traces;
        this.identity = identity;
        this.issuer = issuer;
    }

    /** The response for {@code e}. Mappers of other exceptions use it too. */
    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return respond(e.code(), e.detail(), e.intent(), e.numbers(), e.hosts());
    }

    @ServerExceptionMapper
    Response invalidValue(InvalidValueException e) {
        return respond(ErrorCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e) {
        return respond(ErrorCode.BAD_INPUT, JsonErrorDetail.of(e));
    }

    /** Overrides the mapper of Quarkus, whose response has no details. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(SecurityException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OIDCException || cause instanceof IOException) {
                return issuerUnreachable(new OIDCException(e));
            }
        }
        Log.debugf(e, "request without valid authentication rejected");
        Optional<TokenRejection> rejection = TokenRejection.of(e, issuer);
        Response response = respond(
                ErrorCode.UNAUTHENTICATED,
                rejection
                        .map(TokenRejection::sentence)
                        .orElse(
                                "Send a valid access token of the identity provider for DCM: Authorization: Bearer TOKEN."));
        return Response.fromResponse(response)
                .header(
                        HttpHeaders.WWW_AUTHENTICATE,
                        rejection.map(TokenRejection::challenge).orElse("Bearer"))
                .build();
    }

    /** The issuer's keys could not be fetched, so that no token can be verified. */
    @ServerExceptionMapper
    Response issuerUnreachable(OIDCException e) {
        Log.warnf("the issuer of tokens cannot be reached: %s", e.getMessage());
        return respond(
                ErrorCode.SIGN_INS_UNREACHABLE,
                "The identity provider does not answer, so your access token cannot be verified now. Try again in a moment; "
                        + "if this continues, contact an administrator.");
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        if (identity.getAttribute(SUSPENDED) instanceof String sentence) {
            return respond(ErrorCode.ACCOUNT_SUSPENDED, sentence);
        }
        return identity.getRoles().isEmpty()
                ? respond(
                        ErrorCode.NO_ACCOUNT,
                        identity.getAttribute(NO_ACCOUNT) instanceof String sentence
                                ? sentence
                                : ProblemException.ASK_FOR_AN_ACCOUNT)
                : respond(
                        ErrorCode.FORBIDDEN,
                        "Your account has the role user; this request requires the role administrator.");
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem(problem);
            }
            if (cause instanceof InvalidValueException invalid) {
                return invalidValue(invalid);
            }
            if (cause instanceof JsonProcessingException json) {
                return json(json);
            }
        }
        if (e instanceof NotFoundException && e.getCause() != null) { // the framework could not parse a parameter
            return respond(
                    ErrorCode.BAD_INPUT, "A parameter in the URL has the wrong type. See /openapi for the types.");
        }
        return switch (e.getResponse().getStatus()) {
            case 400 -> respond(ErrorCode.BAD_INPUT, "The request is invalid: " + e.getMessage() + ".");
            case 404 -> respond(ErrorCode.NOT_FOUND, "No such resource. See /openapi for all resources.");
            case 405 ->
                respond(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "This resource does not allow the method. See /openapi for its methods.");
            case 406, 415 -> unsupportedMedia();
            default -> unexpected(e);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        if (isMalformedMediaType(e)) {
            return unsupportedMedia();
        }
        Log.errorf(e, "request failed unexpectedly");
        return respond(
                ErrorCode.INTERNAL,
                "The request failed because of an error in DCM. Send the traceId to an administrator.");
    }

    /** The framework throws this for a malformed Content-Type, where several methods differ in their media types. */
    private static boolean isMalformedMediaType(Throwable e) {
        return e instanceof IllegalArgumentException
                && Arrays.stream(e.getStackTrace())
                        .limit(1)
                        .anyMatch(frame -> frame.getClassName().equals(MediaTypeHeaderDelegate.class.getName()));
    }

    private Response unsupportedMedia() {
        return respond(ErrorCode.UNSUPPORTED_MEDIA, "Send and accept application/json.");
    }

    private Response respond(ErrorCode code, String detail) {
        return respond(code, detail, null, Map.of());
    }

    private Response respond(ErrorCode code, String detail, @Nullable String intent, Map<String, Long> numbers) {
        return respond(code, detail, intent, numbers, List.of());
    }

    private Response respond(
            ErrorCode code,
            String detail,
            @Nullable String intent,
            Map<String, Long> numbers,
            List<HostRefusal> hosts) {
        return Response.status(code.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, retryAfter(code, numbers))
                .entity(Problem.of(
                        code, detail, intent, numbers, hosts, traces.current().traceId()))
                .build();
    }

    /** In seconds; null if repeating the request would not help. */
    private static @Nullable Long retryAfter(ErrorCode code, Map<String, Long> numbers) {
        Long known = numbers.get(ProblemException.RETRY_AFTER);
        return known == null && code.status() == UNAVAILABLE ? Long.valueOf(RETRY_SECONDS) : known;
    }

    /** Converts Jackson's errors to messages about the JSON, without Java class names. */
    static final class JsonErrorDetail {
        private JsonErrorDetail() {}

        static String of(JsonProcessingException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidValueException invalid) {
                    return where(e) + invalid.getMessage();
                }
                if (cause instanceof InputCoercionException) {
                    return where(e) + "The number is too large or has the wrong type.";
                }
            }
            if (e instanceof UnrecognizedPropertyException unknown) {
                return "Unknown field '" + unknown.getPropertyName() + "'. Known fields: "
                        + String.join(
                                ", ",
                                unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .toList())
                        + ".";
            }
            if (e instanceof MismatchedInputException mismatch) {
                return where(mismatch) + "The value has the wrong type"
                        + (mismatch.getTargetType() == null
                                ? "."
                                : "; expected: " + typeName(mismatch.getTargetType()) + ".");
            }
            if (e instanceof JsonParseException
                    && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
                return "Duplicate field: " + e.getOriginalMessage().substring("Duplicate field ".length()) + ".";
            }
            var location = e.getLocation();
            return "The body is not well-formed JSON"
                    + (location == null
                            ? "."
                            : ", at line " + location.getLineNr() + ", column " + location.getColumnNr() + ".");
        }

        private static String where(JsonProcessingException e) {
            if (!(e instanceof JsonMappingException mapping)
                    || mapping.getPath().isEmpty()) {
                return "";
            }
            StringBuilder path = new StringBuilder();
            for (JsonMappingException.Reference step : mapping.getPath()) {
                path.append(
                        step.getFieldName() == null
                                ? "[" + step.getIndex() + "]"
                                : (path.isEmpty() ? "" : ".") + step.getFieldName());
            }
            return path + ": ";
        }

        private static String typeName(Class<?> type) {
            if (type.isRecord()) {
                return Stream.of(type.getRecordComponents())
                        .filter(component -> component.getAccessor().isAnnotationPresent(JsonValue.class))
                        .findFirst()
                        .map(value -> typeName(value.getType()))
                        .orElse("an object");
            }
            if (type == String.class) {
                return "a string";
            }
            if (Collection.class.isAssignableFrom(type)) {
                return "a list";
            }
            if (type == Integer.class || type == int.class) {
                return "a whole number";
            }
            if (Number.class.isAssignableFrom(type)) {
                return "a number";
            }
            return type == Boolean.class || type == boolean.class
                    ? "true or false"
                    : type.isEnum() ? "one of " + words(type) : "an object or list";
        }

        private static String words(Class<?> type) {
            return Stream.of(type.getFields())
                    .filter(Field::isEnumConstant)
                    .map(word -> word.isAnnotationPresent(JsonProperty.class)
                            ? word.getAnnotation(JsonProperty.class).value()
                            : word.getName())
                    .collect(Collectors.joining(", "));
        }
    }
}
