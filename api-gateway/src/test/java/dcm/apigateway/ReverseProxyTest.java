package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gateway behind a reverse proxy on the same machine, which the test plays. */
@QuarkusTest
@WithTestResource(FakeBackendServices.class)
@TestProfile(ReverseProxyTest.BehindProxy.class)
class ReverseProxyTest {
    public static final class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dcm.public-url", "https://dcm.example.org",
                    "dcm.tls", "proxy",
                    "dcm.trusted-proxies", "127.0.0.1,::1");
        }
    }

    @Test
    void clientsAddressAndUrlReachTheService() {
        given().header("X-Forwarded-For", "198.51.100.9, 192.0.2.7")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "dcm.example.org")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", "max-age=31536000")
                .body("headers.x-forwarded-for", equalTo("192.0.2.7"))
                .body("headers.x-forwarded-proto", equalTo("https"))
                .body("headers.x-forwarded-host", equalTo("dcm.example.org"));
    }

    @Test
    void publicUrlReplacesWhatTheProxyDoesNotState() {
        given().header("X-Forwarded-For", "192.0.2.7")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-proto", equalTo("https"))
                .body("headers.x-forwarded-host", equalTo("dcm.example.org"));
    }

    @Test
    void requestOfALocalProgramIsItsOwn() {
        given().get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", nullValue())
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"));
    }

    @Test
    void requestWithoutTlsIsRedirected() {
        given().redirects()
                .follow(false)
                .header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Proto", "http")
                .get("/v1/containers?name=web")
                .then()
                .statusCode(308)
                .header("Location", "https://dcm.example.org/v1/containers?name=web");
    }

    @Test
    void healthIsNotForOtherMachines() {
        given().header("X-Forwarded-For", "192.0.2.7").get("/q/health").then().statusCode(404);
        given().get("/q/health/live").then().statusCode(200);
    }
}
