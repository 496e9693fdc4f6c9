package dcm.user.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.keycloak.admin.client.Keycloak;

/** Selects who manages sign-ins, from {@code dcm.sign-ins}. */
@ApplicationScoped
class SignInSetup {
    /** Who manages sign-ins. */
    enum Maker {
        /** The issuer's administrators. */
        OTHERS,
        /** DCM, in a Keycloak realm. */
        KEYCLOAK
    }

    @Produces
    @Singleton
    SignIns signIns(
            @ConfigProperty(name = "dcm.sign-ins") Maker maker,
            @ConfigProperty(name = "quarkus.keycloak.admin-client.realm") String realm,
            @ConfigProperty(name = "dcm.stored-passwords") Optional<Path> storedPasswords,
            Instance<Keycloak> keycloak) {
        return switch (maker) {
            case OTHERS -> new ForeignSignIns();
            case KEYCLOAK -> new KeycloakSignIns(keycloak::get, realm, new StoredPasswords(storedPasswords));
        };
    }
}
