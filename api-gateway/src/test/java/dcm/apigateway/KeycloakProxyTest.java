package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeycloakProxyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/dcm/protocol/openid-connect/auth",
                "/realms/dcm/.well-known/openid-configuration",
                "/realms/dcm/account/",
                "/realms/dcm/device",
                "/resources/abc/login/keycloak.v2/css/styles.css"
            })
    void pagesForUsersAreOffered(String path) {
        assertThat(KeycloakProxy.isOffered(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin",
                "/admin/master/console/",
                "/admin/realms/dcm/users",
                "/realms/master",
                "/realms/master/protocol/openid-connect/token",
                "/realms/dcm-other/account",
                "/realms/dcm/clients-registrations/openid-connect",
                "/realms/dcm%2F..%2Fmaster/account",
                "/realms/dcm/%2fclients-registrations",
                "/resources/abc%2fdef",
                "/metrics",
                "/health",
                "/resourcesx"
            })
    void administrationAndOtherRealmsAreNotOffered(String path) {
        assertThat(KeycloakProxy.isOffered(path)).isFalse();
    }
}
