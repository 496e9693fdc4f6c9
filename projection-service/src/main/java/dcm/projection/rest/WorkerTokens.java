package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.rest.access.WorkerToken;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Issues the tokens with which this service acts for a user at one worker. A worker never receives a user's own token,
 * so a compromised worker cannot act for the user elsewhere. Thread-safe.
 */
@Startup // so that an unreadable key is reported at the start
@Singleton
class WorkerTokens {
    /** From the request to its arrival at the worker. A stream may last longer. */
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final PrivateKey key;

    /**
     * @param file the signing key, PKCS #8 in PEM, of the curve P-256
     * @throws IllegalStateException if the file cannot be read or contains no such key
     */
    @Inject
    WorkerTokens(@ConfigProperty(name = "dcm.worker.token-key") Path file) {
        try {
            key = KeyUtils.decodePrivateKey(Files.readString(file), SignatureAlgorithm.ES256);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "DCM_WORKER_TOKEN_KEY: cannot read a private key (PKCS #8, PEM, P-256) from " + file + ": " + e, e);
        }
    }

    /** A token for one request of {@code account} to the worker of {@code host}. */
    String token(OwnerName account, HostName host) {
        return signed(Jwt.claims(), account, host);
    }

    /** A token for sending or receiving the homes of {@code account} at the worker of {@code host}, which permits nothing else. */
    String moveToken(OwnerName account, HostName host) {
        return signed(Jwt.claims().claim(WorkerToken.PURPOSE, WorkerToken.HOMES_MOVER), account, host);
    }

    private String signed(JwtClaimsBuilder claims, OwnerName account, HostName host) {
        Instant now = Instant.now();
        return claims.issuer(WorkerToken.ISSUER)
                .subject(account.value())
                .audience(WorkerToken.audience(host))
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .sign(key);
    }
}
