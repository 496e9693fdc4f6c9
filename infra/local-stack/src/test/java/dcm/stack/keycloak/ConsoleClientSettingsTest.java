package dcm.stack.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dcm.stack.installation.ConsoleClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleClientSettingsTest {
    @Test
    void hashChangesWithEachSettingAndTheSecret() {
        String hash = settings("secret", "http://localhost:8080").hash();

        assertEquals(hash, settings("secret", "http://localhost:8080").hash());
        assertNotEquals(hash, settings("other", "http://localhost:8080").hash());
        assertNotEquals(hash, settings("secret", "https://dcm.example").hash());
    }

    @Test
    void issuerRedirectsToTheEndOfTheSignInOnly() {
        assertEquals(
                List.of("https://dcm.example/console/signed-in"),
                settings("secret", "https://dcm.example").document().get("redirectUris"));
    }

    private static ConsoleClientSettings settings(String secret, String origin) {
        return new ConsoleClientSettings(
                new ConsoleClient("dcm-console", secret), List.of(origin), "http://10.0.0.1:8080");
    }
}
