package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContainersCommandTest {
    @Test
    void administratorsListFollowsThePagesOfAllAccounts() throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            String first = "/v1/containers?scope=all&state=running&limit=500";
            gateway.answers("GET " + first, 200, page("alice", "web", ", \"next\": \"c=\""));
            gateway.answers("GET " + first + "&cursor=c%3D", 200, page("bob", "shop", ""));

            Typed typed = Typed.at(gateway.address(), "containers", "--state", "running");

            assertThat(typed.err()).isEmpty();
            assertThat(typed.out().lines().map(line -> line.split(" +")[0] + " " + line.split(" +")[2]))
                    .containsExactly("ACCOUNT NAME", "alice web", "bob shop");
        }
    }

    @Test
    void containersOfOneAccountAreListedWithItsName() throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answers(
                    "GET /v1/containers?account=alice&limit=500",
                    200,
                    "{\"items\": [{\"name\": \"web\", \"handle\": 31000}], \"total\": 1}");

            assertThat(Typed.at(gateway.address(), "containers", "--account", "alice")
                            .out())
                    .contains("alice", "31000", "web");
        }
    }

    private static String page(String account, String name, String next) {
        return """
                {"items": [{"account": "%s", "name": "%s", "handle": 31000, "state": "running"}], "total": 2%s}""".formatted(account, name, next);
    }
}
