package dcm.stack.account;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.machine.StackFailure;

/** An access token of an administrator, for the commands of the launcher. */
public final class AdministratorToken {
    private static final String VARIABLE = "DCM_TOKEN";

    private AdministratorToken() {}

    /**
     * The first administrator's token from the local Keycloak, or the token in the environment if another issuer is
     * used.
     *
     * @throws StackFailure if there is none
     */
    public static String of(Installation installation) {
        return of(installation, new KeycloakRealm(installation));
    }

    /** The same from a realm that may know a token. */
    static String of(Installation installation, KeycloakRealm realm) {
        if (installation.foreignIssuer().isEmpty()) {
            return realm.accessToken(
                    KeycloakRealm.ADMINISTRATOR, installation.secrets().admin());
        }
        String token = System.getenv(VARIABLE);
        if (token == null || token.isBlank()) {
            throw new StackFailure(
                    ("Administrators sign in at %s. Set %s to an access token of an administrator, or use"
                                    + " the SSH gateway: ssh -p %d NAME@%s")
                            .formatted(
                                    installation.issuer(),
                                    VARIABLE,
                                    installation.port(StackPort.SSH),
                                    installation.sshAddress()));
        }
        return token.strip();
    }
}
