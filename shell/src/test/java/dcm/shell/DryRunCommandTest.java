package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "POST /v1/users/alice/suspend, user suspend alice",
        "PUT /v1/users/alice/grants/big, grant add alice big",
        "DELETE /v1/catalog/groups/students, group rm students",
        "POST /v1/hosts/n1/cordon, host cordon n1",
        "DELETE /v1/hosts/n1, host rm n1"
    })
    void dryRunOfAnAdministratorNamesTheEvents(String request, String command) throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answers(request + "?dryRun=true", 200, "{\"events\": [\"account-suspended\"]}");

            Typed typed = Typed.at(gateway.address(), (command + " --dry-run").split(" "));

            assertThat(typed.out()).contains("would be accepted").contains("account-suspended");
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
