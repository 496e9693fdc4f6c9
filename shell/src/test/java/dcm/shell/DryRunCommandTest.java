package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "restart", "pause", "unpause", "recreate"})
    void dryRunChangesNothing(String operation) throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answers(
                    "POST /v1/containers/web/" + operation + "?dryRun=true",
                    200,
                    "{\"change\": {\"operation\": \"" + operation + "\"}}");

            Typed typed = Typed.at(gateway.address(), operation, "web", "--dry-run");

            assertThat(typed.out()).contains("operation").contains(operation);
            assertThat(typed.code()).isZero();
        }
    }

    @Test
    void eachPlanAndFailureNamesItsContainer() throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answers("POST /v1/containers/web/start?dryRun=true", 200, """
                    {"change": {"operation": "start"}, "quota": {"containers": {"used": 1, "limit": 10, "left": 9}}}""");
            gateway.answers("POST /v1/containers/shop/start?dryRun=true", 409, """
                    {"code": "wrong-state", "detail": "It is running."}""");

            Typed typed = Typed.at(gateway.address(), "start", "web", "shop", "--dry-run");

            assertThat(typed.out().lines().findFirst()).contains("web:");
            assertThat(typed.err()).isEqualTo("shop: It is running.");
            assertThat(typed.code()).isEqualTo(1);
        }
    }
}
