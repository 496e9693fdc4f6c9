package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PublicKey;
import dcm.contract.problem.ErrorCode;
import dcm.rest.issuer.IssuerSettings;
import dcm.rest.trace.RequestTrace;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.common.headers.MediaTypeHeaderDelegate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemMappersTest {
    private static final IssuerSettings ISSUER =
            new IssuerSettings(Optional.of("https://id.example"), "dcm", "preferred_username", List.of("Bearer"));

    private final RequestTrace traces = new RequestTrace();
    private final ProblemMappers mappers = mappersFor("user");

    @Test
    void malformedContentTypeIsAnUnsupportedMediaTypeAndNotAnInternalError() {
        IllegalArgumentException malformed = catchThrowableOfType(
                IllegalArgumentException.class, () -> new MediaTypeHeaderDelegate().fromString("garbage"));

        assertThat(mappers.unexpected(malformed).getStatus()).isEqualTo(415);
        assertThat(mappers.unexpected(new IllegalArgumentException("garbage")).getStatus())
                .isEqualTo(500);
    }

    // ---- own errors ----

    @Test
    void problemIsMappedToTheStatusOfItsCodeAndAllItsFields() {
        Response response = mappers.problem(new ProblemException(
                ErrorCode.QUOTA_EXCEEDED,
                "You have 3 of 3.",
                "018f0000-0000-7000-8000-000000000001",
                Map.of("used", 3L)));

        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        assertThat(response.getEntity())
                .isEqualTo(new Problem(
                        "/problems/quota-exceeded",
                        "Quota exceeded",
                        409,
                        "You have 3 of 3.",
                        "quota-exceeded",
                        "018f0000-0000-7000-8000-000000000001",
                        Map.of("used", 3L),
                        List.of(),
                        traces.current().traceId()));
    }

    @Test
    void absentProblemFieldsAreOmitted() {
        Problem problem =
                Problem.of(ErrorCode.NOT_FOUND, "There is no account 'bob'.", null, Map.of(), List.of(), null);

        Map<?, ?> json = new ObjectMapper().convertValue(problem, Map.class);

        assertThat(json.keySet())
                .extracting(String::valueOf)
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code");
    }

    // ---- authentication ----

    @Test
    void failedAuthenticationIsMappedToUnauthorizedWithBearerChallenge() {
        Response response = mappers.unauthenticated(new AuthenticationFailedException("expired at 12:00"));

        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getHeaderString(HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer");
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        assertThat(problem(response).detail()).doesNotContain("12:00");
    }

    @Test
    void unreachableIssuerIsMappedTo503() {
        OIDCException away = new OIDCException("OIDC Server is not available", new ConnectException("refused"));

        for (Response response : List.of(
                mappers.issuerUnreachable(away), mappers.unauthenticated(new AuthenticationFailedException(away)))) {
            assertThat(response.getStatus()).isEqualTo(503);
            assertThat(problem(response).code()).isEqualTo("sign-ins-unreachable");
        }
    }

    @Test
    void forbiddenWithoutRolesIsMappedToNoAccount() {
        Problem problem = problem(mappersFor().forbidden(new ForbiddenException()));

        assertThat(problem.code()).isEqualTo("no-account");
    }

    @Test
    void forbiddenWithoutRolesReportsWhyTheTokenMatchesNoAccount() {
        SecurityIdentity unknown = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("a-7"))
                .addAttribute(ProblemMappers.NO_ACCOUNT, "The access token has no claim preferred_username.")
                .build();

        Problem problem = problem(new ProblemMappers(traces, unknown, ISSUER).forbidden(new ForbiddenException()));

        assertThat(problem.code()).isEqualTo("no-account");
        assertThat(problem.detail()).isEqualTo("The access token has no claim preferred_username.");
    }

    @Test
    void forbiddenForAUserIsMappedToForbidden() {
        Problem problem = problem(mappersFor("user").forbidden(new ForbiddenException()));

        assertThat(problem.code()).isEqualTo("forbidden");
    }

    @Test
    void forbiddenForASuspendedAccountReportsTheReason() {
        SecurityIdentity suspended = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("alice"))
                .addAttribute(ProblemMappers.SUSPENDED, "Talk to us.")
                .build();

        Problem problem = problem(new ProblemMappers(traces, suspended, ISSUER).forbidden(new ForbiddenException()));

        assertThat(problem.code()).isEqualTo("account-suspended");
        assertThat(problem.detail()).isEqualTo("Talk to us.");
    }

    // ---- errors of the framework ----

    @Test
    void problemNestedInFrameworkExceptionsIsReported() {
        var wrapped = new BadRequestException(
                new IllegalStateException(new ProblemException(ErrorCode.TOO_LARGE, "At most 7 bytes.")));

        assertThat(problem(mappers.http(wrapped)))
                .extracting(Problem::code, Problem::detail)
                .containsExactly("too-large", "At most 7 bytes.");
    }

    @Test
    void invalidParameterValueIsReportedAsBadInput() {
        var wrapped = new NotFoundException(new InvalidValueException("limit: A number."));

        assertThat(problem(mappers.http(wrapped)))
                .extracting(Problem::code, Problem::detail)
                .containsExactly("bad-input", "limit: A number.");
    }

    @Test
    void parameterOfTheWrongTypeIsReportedAsBadInput() {
        Problem problem = problem(mappers.http(new NotFoundException(new NumberFormatException("For input: x"))));

        assertThat(problem.code()).isEqualTo("bad-input");
        assertThat(problem.detail()).doesNotContain("For input");
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-input",
        "404, not-found",
        "405, method-not-allowed",
        "406, unsupported-media",
        "415, unsupported-media",
        "418, internal",
        "500, internal"
    })
    void frameworkStatusIsMappedToItsErrorCode(int status, String code) {
        assertThat(problem(mappers.http(new WebApplicationException(status))).code())
                .isEqualTo(code);
    }

    @Test
    void unexpectedExceptionRevealsNoInternals() {
        Response response = mappers.unexpected(new IllegalStateException("jdbc:postgresql://secret"));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(problem(response).detail()).doesNotContain("jdbc", "IllegalState");
        assertThat(problem(response).traceId()).isEqualTo(traces.current().traceId());
    }

    // ---- invalid bodies ----

    enum Size {
        @JsonProperty("small")
        SMALL,
        LARGE
    }

    record Disk(Integer gib) {}

    record Request(OwnerName name, PortNumber port, List<PublicKey> keys, Size size, Disk disk) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nam\": \"alice\"} | Unknown field 'nam'. Known fields: disk, keys, name, port, size.",
                "{\"name\": [1]} | name: The value has the wrong type; expected: a string.",
                "{\"port\": \"x\"} | port: The value has the wrong type; expected: a whole number.",
                "{\"size\": \"huge\"} | size: The value has the wrong type; expected: one of small, LARGE.",
                "{\"keys\": \"x\"} | keys: The value has the wrong type; expected: a list.",
                "{\"disk\": {\"gib\": \"x\"}} | disk.gib: The value has the wrong type; expected: a whole number.",
                "{\"disk\": [1]} | disk: The value has the wrong type; expected: an object.",
                "{\"size\": 0} | size: The value has the wrong type; expected: one of small, LARGE.",
                "{\"name\": \"alice\", \"name\": \"bob\"} | Duplicate field: 'name'.",
                "{\"disk\": {\"gib\": 99999999999}} | disk.gib: The number is too large or has the wrong type.",
                "[1] | The value has the wrong type; expected: an object.",
                "{\"port\": 70000} | port: A port is a number from 1 to 65535; got 70000.",
                "{\"keys\": [\"\"] } | keys[0]: A key is one line 'TYPE BASE64 [COMMENT]' without options, of type ssh-ed25519, ecdsa-sha2-*, sk-* or ssh-rsa; got ''.",
                "{\"name\": } | The body is not well-formed JSON, at line 1, column 10.",
            })
    void invalidBodyIsRejectedWithTheNameOfTheJsonField(String body, String complaint) {
        Response response = mappers.json(parseError(body));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(problem(response).detail()).isEqualTo(complaint);
    }

    private static JsonProcessingException parseError(String body) {
        ObjectMapper mapper = new ObjectMapper();
        new StrictJson().customize(mapper);
        return catchThrowableOfType(JsonProcessingException.class, () -> mapper.readValue(body, Request.class));
    }

    private ProblemMappers mappersFor(String... roles) {
        SecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("alice"))
                .addRoles(Set.of(roles))
                .build();
        return new ProblemMappers(traces, identity, ISSUER);
    }

    private static Problem problem(Response response) {
        return (Problem) response.getEntity();
    }
}
