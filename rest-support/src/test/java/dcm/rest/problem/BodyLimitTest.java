package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.problem.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLimitTest {
    private final BodyLimit limit = new BodyLimit();

    @ParameterizedTest
    @ValueSource(strings = {"0", "262144"})
    void bodyUpToTheLimitIsAccepted(String length) {
        assertThatCode(() -> limit.filter(request(Map.of("Content-Length", length))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"262145", "999999999", "1000000000", "99999999999999999999999999"})
    void bodyOverTheLimitIsRejected(String length) {
        assertThatThrownBy(() -> limit.filter(request(Map.of("Content-Length", length))))
                .isInstanceOfSatisfying(ProblemException.class, BodyLimitTest::assertTooLarge)
                .hasMessageContainingAll(length, "262144");
    }

    @Test
    void bodyOfUnknownLengthIsRejected() {
        assertThatThrownBy(() -> limit.filter(request(Map.of("Transfer-Encoding", "chunked"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.LENGTH_REQUIRED))
                .hasMessageContaining("Content-Length");
    }

    @Test
    void requestWithoutABodyIsAccepted() {
        assertThatCode(() -> limit.filter(request(Map.of()))).doesNotThrowAnyException();
    }

    private static void assertTooLarge(ProblemException problem) {
        assertThat(problem.code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    /** A request that supports reading headers only. */
    private static ContainerRequestContext request(Map<String, String> headers) {
        return (ContainerRequestContext) Proxy.newProxyInstance(
                BodyLimitTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getHeaderString")) {
                        return headers.get((String) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
