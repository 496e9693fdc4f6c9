package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The client with which the API gateway signs users of the web console in at the issuer.
 *
 * @param id its id at the issuer
 * @param secret its secret
 */
public record ConsoleClient(String id, String secret) {
    /** The client in the local Keycloak. */
    public static final String LOCAL = "dcm-console";

    /** The environment variable with the secret, which is stored as a secret and not as a setting. */
    static final String SECRET_SETTING = "DCM_CONSOLE_CLIENT_SECRET";

    /** The name of the secret of a client at a foreign issuer. */
    private static final String STORED = "console-client";

    /**
     * The client of an installation; empty if it uses a foreign issuer and no client is set.
     *
     * @param issuer empty: the local Keycloak
     * @throws StackFailure if there is no secret
     */
    static Optional<ConsoleClient> of(Secrets secrets, Optional<ForeignIssuer> issuer) {
        if (issuer.isEmpty()) {
            return Optional.of(new ConsoleClient(LOCAL, secrets.keycloakConsole()));
        }
        return issuer.flatMap(ForeignIssuer::consoleClient).map(id -> {
            if (!Files.exists(secrets.file(STORED))) {
                throw new StackFailure("DCM_CONSOLE_CLIENT_ID is '%s'. Set %s to the secret of this client."
                        .formatted(id, SECRET_SETTING));
            }
            return new ConsoleClient(id, secrets.secret(STORED));
        });
    }

    /** Stores the secret of a client at a foreign issuer, so that later starts need not repeat it. */
    static void store(Secrets secrets, String secret) {
        secrets.replace(STORED, secret.strip());
    }

    /** Without the secret, for messages. */
    @Override
    public String toString() {
        return "ConsoleClient[id=" + id + "]";
    }
}
