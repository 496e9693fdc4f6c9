package dcm.journey.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What all operations of the API have in common. */
class ApiConventionsJourneyIT {
    private static final RunningStack STACK = RunningStack.get();

    @Test
    void unknownQueryParameterIsRejectedAndTheKnownOnesAreListed() {
        TestUser alice = TestUser.joins("alice");

        as(alice.token())
                .get("/v1/containers?limt=5")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-input"))
                .body(
                        "detail",
                        equalTo(
                                "Unknown query parameter 'limt'. Known parameters: account, after, cursor, host, image, label,"
                                        + " limit, q, scope, sort, state."));
        as(alice.token()).delete("/v1/containers/web?forced=true").then().statusCode(400);
        as("nonsense").get("/v1/containers?limt=5").then().statusCode(401);
    }

    @Test
    void accountsAreListedInPages() {
        String names =
                TestUser.joins("bob").name() + "," + TestUser.joins("alice").name();
        String address = "/v1/users?state=active&sort=-opened&limit=1&names=" + names;

        Response first = Eventually.value(
                "both accounts are listed",
                () -> as(administrator()).get(address),
                page -> page.<Integer>path("total").equals(2));
        Response second = as(administrator()).get(address + "&cursor=" + first.<String>path("next"));

        first.then().statusCode(200).body("total", equalTo(2)).body("items.name", contains(names.split(",")[1]));
        second.then().statusCode(200).body("next", nullValue()).body("items.name", contains(names.split(",")[0]));
        as(administrator()).get("/v1/users").then().statusCode(200).body("next", nullValue());
    }

    @Test
    void createdContainerIsAtItsLocation() {
        TestUser alice = TestUser.joins("alice");

        Response created = as(alice.token())
                .header("Prefer", "wait=60")
                .contentType(ContentType.JSON)
                .body(Map.of("image", "debian-ssh", "name", "web", "memoryMiB", 256))
                .post("/v1/containers");

        created.then().statusCode(201).header("Location", matchesPattern("/v1/containers/[0-9a-f]{16}"));
        as(alice.token()).get(created.header("Location")).then().statusCode(200).body("name", equalTo("web"));
    }

    @Test
    void createdGroupIsAtItsLocation() {
        String admin = administrator();
        String address = "/v1/catalog/groups/located";

        put(admin, address, Map.of("description", "New")).then().statusCode(201).header("Location", endsWith(address));
        put(admin, address, Map.of("description", "Changed")).then().statusCode(200);
        as(admin).delete(address).then().statusCode(204);
    }

    @Test
    void changeWithAStaleTagIsRejected() {
        String admin = administrator();
        String address = "/v1/catalog/groups/tagged";
        put(admin, address, Map.of("description", "First")).then().statusCode(201);
        String first = as(admin).get(address).header("ETag");

        given().spec(as(admin))
                .header("If-Match", first)
                .contentType(ContentType.JSON)
                .body(Map.of("description", "Second"))
                .put(address)
                .then()
                .statusCode(200);
        given().spec(as(admin))
                .header("If-Match", first)
                .contentType(ContentType.JSON)
                .body(Map.of("description", "Third"))
                .put(address)
                .then()
                .statusCode(412)
                .body("code", equalTo("precondition-failed"));

        as(admin).get(address).then().body("description", equalTo("Second"));
        as(admin).delete(address).then().statusCode(204);
    }

    @Test
    void labelsOfAHostAreSetOnlyWithTheirCurrentTag() {
        String admin = administrator();
        String first = as(admin).get("/v1/hosts/t1").header("ETag");

        putIf(first, admin, "/v1/hosts/t1/labels", Map.of("labels", List.of("tagged")))
                .then()
                .statusCode(204);
        Eventually.that(
                "the tag has changed",
                () -> !first.equals(as(admin).get("/v1/hosts/t1").header("ETag")));
        putIf(first, admin, "/v1/hosts/t1/labels", Map.of("labels", List.of()))
                .then()
                .statusCode(412)
                .body("code", equalTo("precondition-failed"));

        put(admin, "/v1/hosts/t1/labels", Map.of("labels", List.of())).then().statusCode(204);
    }

    @Test
    void ownKeysAndSignInAreReplacedOnlyWithTheTagOfTheAccount() {
        TestUser alice = TestUser.joins("alice");
        String keys = as(alice.token()).get("/v1/me").header("ETag");

        putIf("\"0\"", alice.token(), "/v1/me/keys", Map.of("keys", List.of(alice.publicKey())))
                .then()
                .statusCode(412);
        putIf(keys, alice.token(), "/v1/me/keys", Map.of("keys", List.of(alice.publicKey())))
                .then()
                .statusCode(200);
        String address = "/v1/users/" + alice.name() + "/sign-in";
        putIf("\"0\"", administrator(), address, Map.of("subject", "another"))
                .then()
                .statusCode(412);
        Eventually.that("the sign-in is bound with the current tag", () -> {
            String account =
                    as(administrator()).get("/v1/users/" + alice.name()).header("ETag");
            return putIf(account, administrator(), address, Map.of("subject", alice.name() + "-again"))
                            .statusCode()
                    == 200;
        });
    }

    private static Response putIf(String tag, String token, String address, Map<String, ?> body) {
        return given().spec(as(token))
                .header("If-Match", tag)
                .contentType(ContentType.JSON)
                .body(body)
                .put(address);
    }

    private static String administrator() {
        return STACK.people().token("admin");
    }

    private static Response put(String token, String address, Map<String, ?> body) {
        return as(token).contentType(ContentType.JSON).body(body).put(address);
    }

    private static RequestSpecification as(String token) {
        return given().baseUri(STACK.installation().url(StackPort.API_GATEWAY))
                .auth()
                .oauth2(token);
    }
}
