package dcm.journey.support;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;

/** The administrator of Keycloak, who changes settings and ends sign-ins without DCM. */
public final class KeycloakAdministrator {
    private final Installation installation;

    public KeycloakAdministrator(RunningStack stack) {
        this.installation = stack.installation();
    }

    /** Sets how long access tokens of the web console are valid. */
    public void setTokenLifetime(Duration lifetime) {
        setLifespan(Long.toString(lifetime.toSeconds()));
    }

    /** Sets the lifetime of the realm again. */
    public void restoreTokenLifetime() {
        setLifespan("");
    }

    /**
     * Makes the hashes of passwords cheap, because nearly every test creates users, each with several hashes. The other rules for
     * passwords stay.
     */
    void makePasswordHashesCheap() {
        String rules = keycloak().get("/admin/realms/dcm").jsonPath().getString("passwordPolicy");
        String cheap = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";
        keycloak()
                .body(Map.of("passwordPolicy", rules.contains(cheap) ? rules : rules + " and " + cheap))
                .put("/admin/realms/dcm")
                .then()
                .statusCode(204);
    }

    /** Ends all sign-ins of a user. */
    public void signsOut(TestUser person) {
        String id = keycloak()
                .queryParam("username", person.name())
                .queryParam("exact", "true")
                .get("/admin/realms/dcm/users")
                .jsonPath()
                .getString("[0].id");
        keycloak().post("/admin/realms/dcm/users/" + id + "/logout").then().statusCode(204);
    }

    private void setLifespan(String seconds) {
        String id = keycloak()
                .queryParam("clientId", "dcm-console")
                .get("/admin/realms/dcm/clients")
                .jsonPath()
                .getString("[0].id");
        keycloak()
                .body(Map.of("clientId", "dcm-console", "attributes", Map.of("access.token.lifespan", seconds)))
                .put("/admin/realms/dcm/clients/" + id)
                .then()
                .statusCode(204);
    }

    private RequestSpecification keycloak() {
        String server = installation.url(StackPort.KEYCLOAK);
        String token = RestAssured.given()
                .baseUri(server)
                .formParams(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        "admin",
                        "password",
                        installation.secrets().keycloakAdmin())
                .post("/realms/master/protocol/openid-connect/token")
                .jsonPath()
                .getString("access_token");
        return RestAssured.given()
                .baseUri(server)
                .header("Authorization", "Bearer " + token)
                .contentType("application/json");
    }
}
