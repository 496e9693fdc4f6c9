package dcm.user.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.keycloak.admin.client.Keycloak;

/** Chooses who makes sign-ins, by {@code dcm.sign-ins}. */
@ApplicationScoped
class SignInSetup {
    /** Who makes sign-ins. */
    enum Maker {
        /** Whoever administers the issuer. */
        OTHERS,
        /** DCM, in a realm of Keycloak. */
        KEYCLOAK
    }

    @Produces
    @Singleton
    SignIns signIns(
            @ConfigProperty(name = "dcm.sign-ins") Maker maker,
            @ConfigProperty(name = "quarkus.keycloak.admin-client.realm") String realm,
            Instance<Keycloak> keycloak) {
        return switch (maker) {
            case OTHERS -> new ForeignSignIns();
            case KEYCLOAK -> new KeycloakSignIns(keycloak::get, realm);
        };
    }
}
