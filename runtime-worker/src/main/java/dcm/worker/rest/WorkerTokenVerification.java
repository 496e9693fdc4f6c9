package dcm.worker.rest;

import dcm.contract.identity.HostName;
import dcm.rest.access.WorkerToken;
import dcm.rest.issuer.IssuerSettings;
import dcm.worker.host.WorkerConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * What this worker expects of a token: it comes from projection-service and is addressed to this host. Quarkus verifies
 * tokens by the settings {@code mp.jwt.verify}. Users' tokens are rejected.
 */
@Singleton
class WorkerTokenVerification {
    /** The header {@code typ}, by which a rejection distinguishes these tokens from access tokens of users. */
    private static final String TYPE = "JWT";

    private final WorkerConfig config;

    WorkerTokenVerification(WorkerConfig config) {
        this.config = config;
    }

    /** The expected claims, for the answer to a rejected token. */
    @Produces
    @Singleton
    IssuerSettings expected() {
        return expected(config.name());
    }

    static IssuerSettings expected(HostName host) {
        return new IssuerSettings(Optional.of(WorkerToken.ISSUER), WorkerToken.audience(host), "sub", List.of(TYPE));
    }

    /**
     * Reads the key at the start. Quarkus would report an unreadable one only at the first request.
     *
     * @throws IllegalStateException if the file cannot be read or contains no such key
     */
    @Startup
    void requireKey() {
        Path file = config.tokenKey();
        try {
            KeyUtils.decodePublicKey(Files.readString(file), SignatureAlgorithm.ES256);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "DCM_HOST_TOKEN_KEY: cannot read a public key (PEM, P-256) from " + file + ": " + e, e);
        }
    }
}
