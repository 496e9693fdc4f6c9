package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.StackPort;
import dcm.stack.keycloak.KeycloakRealm;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sign-ins at the identity provider, which are created with accounts. */
class SignInsJourneyIT {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @Test
    void oneTimePasswordMustBeChangedAndIsNotStored() {
        String name = "signer" + COUNT.incrementAndGet();

        JsonNode opened = admin.post("/v1/users", Map.of("name", name, "displayName", "Sig N."), Duration.ZERO)
                .expectDone();

        String password = opened.path("oneTimePassword").asText();
        assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        // Keycloak's answer to a correct password that must be changed first.
        assertThat(signIn(name, password).path("error_description").toString())
                .isEqualTo("Account is not fully set up");
        Eventually.that(
                "the account is known", () -> admin.get("/v1/users/" + name).status() == 200);
        assertThat(admin.get("/v1/users/" + name).body().has("oneTimePassword")).isFalse();

        String another = admin.post("/v1/users/" + name + "/password", Duration.ZERO)
                .expectDone()
                .path("oneTimePassword")
                .asText();

        assertThat(another).isNotEqualTo(password);
        assertThat(signIn(name, another).path("error_description").toString()).isEqualTo("Account is not fully set up");
        // Last, because Keycloak blocks a user for a while after a wrong password.
        assertThat(signIn(name, password).path("error_description").toString()).isEqualTo("Invalid user credentials");
        assertThat(isOnDisk(name)).as("the search finds the account's name").isTrue();
        assertThat(isOnDisk(password)).isFalse();
        assertThat(isOnDisk(another)).isFalse();
    }

    @Test
    void shortPasswordAndUserNameAreRejectedAsPasswords() {
        var realm = new KeycloakRealm(stack.installation());
        String name = "signer-with-a-long-name" + COUNT.incrementAndGet();
        var signIn = realm.ensure(name, "Sig N.", "a passphrase of the test");

        for (String password : List.of(name, "eleven char")) {
            assertThatThrownBy(() -> realm.setPassword(signIn, password))
                    .as(password)
                    .hasMessageContaining("invalidPassword");
        }
    }

    @Test
    void wrongPasswordsOfOthersDoNotKeepOutTheLauncher() throws InterruptedException {
        var realm = new KeycloakRealm(stack.installation());
        String name = "signer" + COUNT.incrementAndGet();
        String password = "a passphrase of the test";
        realm.ensure(name, "Sig N.", password);

        for (int guess = 0; guess < 3; guess++) {
            signIn(name, "guessed");
        }
        assertThat(isRefusedForAWhile(name, password)).isTrue();

        assertThat(realm.accessToken(name, password)).isNotEmpty();
    }

    @Test
    void accountsWithTheSameEmailAddressGetSeparateSignIns() {
        for (int n = 0; n < 2; n++) {
            String name = "signer" + COUNT.incrementAndGet();

            JsonNode opened = admin.post("/v1/users", Map.of("name", name, "email", "lab@lab.example"), Duration.ZERO)
                    .expectDone();

            assertThat(signIn(name, opened.path("oneTimePassword").asText())
                            .path("error_description")
                            .toString())
                    .isEqualTo("Account is not fully set up");
        }
    }

    @Test
    void passwordResetOfAnUnknownAccountIsNotFound() {
        assertThat(admin.post("/v1/users/nobody-here/password", Duration.ZERO).isProblem("not-found"))
                .isTrue();
    }

    @Test
    void accountOpenedWhileKeycloakIsDownGetsItsSignInLater() {
        String name = "signer" + COUNT.incrementAndGet();
        stack.kill("keycloak");

        JsonNode opened =
                admin.post("/v1/users", Map.of("name", name), Duration.ZERO).expectDone();
        assertThat(opened.has("oneTimePassword")).isFalse();
        assertThat(admin.post("/v1/users/" + name + "/password", Duration.ZERO).isProblem("sign-ins-unreachable"))
                .isTrue();
        stack.up();

        StackApiClient fresh = stack.people().administrator();
        String password = fresh.post("/v1/users/" + name + "/password", Duration.ZERO)
                .expectDone()
                .path("oneTimePassword")
                .asText();
        assertThat(signIn(name, password).path("error_description").toString())
                .isEqualTo("Account is not fully set up");
    }

    /** A sign-in at the same time as another one is refused only for an instant. */
    private boolean isRefusedForAWhile(String name, String password) throws InterruptedException {
        for (int attempt = 0; attempt < 3; attempt++) {
            if (signIn(name, password).path("access_token") != null) {
                return false;
            }
            Thread.sleep(300);
        }
        return true;
    }

    /** Whether a text occurs in Kafka's files, the services' state or their logs. */
    private boolean isOnDisk(String text) {
        String home = stack.installation().home().toString();
        return ShellRunner.attempt(List.of(
                                "grep", "-rqaF", text, home + "/data/kafka", home + "/data/streams", home + "/logs"))
                        .code()
                == 0;
    }

    private Response signIn(String name, String password) {
        return RestAssured.given()
                .baseUri(stack.installation().url(StackPort.KEYCLOAK))
                .formParams("grant_type", "password", "client_id", "dcm-cli", "username", name, "password", password)
                .post("/realms/dcm/protocol/openid-connect/token");
    }
}
