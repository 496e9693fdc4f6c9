package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Checks that administrators' operations are not available to others. */
class AdministrationJourneyIT {
    private final String apiGateway = RunningStack.get().installation().url(StackPort.API_GATEWAY);

    @Test
    void everyAdministrativeOperationIsForbiddenForOrdinaryUsers() {
        TestUser alice = TestUser.joins("alice");
        String token = alice.token();
        List<Operation> operations = administrative();

        assertThat(operations).hasSizeGreaterThan(15).allSatisfy(operation -> {
            Response answer = RestAssured.given()
                    .baseUri(apiGateway)
                    .auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .request(operation.method(), operation.path(alice.name()));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.path("code").toString()).isEqualTo("forbidden");
        });
    }

    @Test
    void everyAdministrativeOperationWithoutATokenIsUnauthenticated() {
        assertThat(administrative())
                .allSatisfy(operation -> assertThat(RestAssured.given()
                                .baseUri(apiGateway)
                                .contentType(ContentType.JSON)
                                .body("{}")
                                .request(operation.method(), operation.path("alice"))
                                .statusCode())
                        .isEqualTo(401));
    }

    private record Operation(String method, String template) {
        String path(String name) {
            return template.replace("{name}", name).replaceAll("\\{[a-z]+}", "some");
        }
    }

    /** The operations of the user-service, whose description restricts all of them to administrators. */
    private List<Operation> administrative() {
        JsonNode document = RestAssured.get(apiGateway + "/openapi").as(JsonNode.class);
        List<Operation> found = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().path("security").toString().contains("administrator")) {
                        found.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        return found;
    }
}
