package dcm.journey;

import static io.restassured.RestAssured.given;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import java.util.List;
import java.util.Map;

/** Tokens of the real identity provider that DCM must reject. */
final class TokenForge {
    private static final String SHORT_LIVED = "short-lived";

    private final Installation installation;
    private final String server;

    TokenForge(Installation installation) {
        this.installation = installation;
        this.server = installation.url(StackPort.KEYCLOAK);
    }

    String ofMasterRealm() {
        return passwordGrant(
                "master", "admin-cli", "admin", installation.secrets().keycloakAdmin());
    }

    String token(String realm, String client, String name) {
        return passwordGrant(realm, client, name, installation.secrets().secret("sign-in-" + name));
    }

    /** A token that was valid for one second. */
    String expired(String name) {
        given().baseUri(server)
                .header("Authorization", "Bearer " + ofMasterRealm())
                .contentType("application/json")
                .body(Map.of(
                        "clientId",
                        SHORT_LIVED,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("access.token.lifespan", "1"),
                        "protocolMappers",
                        List.of(Map.of(
                                "name", "audience",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-audience-mapper",
                                "config", Map.of("included.custom.audience", "dcm", "access.token.claim", "true")))))
                .post("/admin/realms/dcm/clients");
        String token = token("dcm", SHORT_LIVED, name);
        long expiry = System.currentTimeMillis() + 2_000;
        Eventually.that("the token is expired", () -> System.currentTimeMillis() > expiry);
        return token;
    }

    private String passwordGrant(String realm, String client, String name, String password) {
        return given().baseUri(server)
                .formParam("grant_type", "password")
                .formParam("client_id", client)
                .formParam("username", name)
                .formParam("password", password)
                .post("/realms/" + realm + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
