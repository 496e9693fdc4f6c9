package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.problem.ErrorCode;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayProblemTest {
    @ParameterizedTest
    @MethodSource("problemsThatServicesHaveToo")
    void statusAndTitleOfACodeAreTheServices(GatewayProblem problem) {
        ErrorCode code = ErrorCode.ofCode(problem.code());

        assertThat(problem.status()).isEqualTo(code.status());
        assertThat(problem.title()).isEqualTo(code.title());
    }

    private static Stream<GatewayProblem> problemsThatServicesHaveToo() {
        return Stream.of(
                GatewayProblem.badRequest(""),
                GatewayProblem.methodNotAllowed("PATCH", Set.of("GET")),
                GatewayProblem.tooLarge(""),
                GatewayProblem.lengthRequired(""),
                GatewayProblem.tooMany(1, 1),
                GatewayProblem.notFound(""));
    }

    @Test
    void disallowedMethodIsNamedWithTheAllowedOnes() {
        assertThat(GatewayProblem.methodNotAllowed("PATCH", Set.of("GET")).detail())
                .isEqualTo("The resource does not allow the method PATCH. Allowed methods: GET.");
    }
}
