package dcm.gateway.token;

import dcm.gateway.state.StateFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The keys with which the gateway signs tokens. They are generated here, readable only by the gateway, and replaced
 * daily. The previous key stays published until its tokens have expired. Thread-safe.
 */
@Singleton
public class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final String FILE = "signing-keys.json";
    private static final String MADE = "dcm_made";

    private final Path file;
    private volatile List<EllipticCurveJsonWebKey> newestFirst;

    @Inject
    SigningKeys(StateFiles files) throws IOException {
        this(files.directory().resolve(FILE));
    }

    /** Keys stored in {@code file}. */
    SigningKeys(Path file) throws IOException {
        this.file = file;
        this.newestFirst = Files.exists(file) ? read(file) : List.of();
        current(Instant.now());
    }

    /** The current signing key; generates a new one if the last has expired. */
    EllipticCurveJsonWebKey current(Instant now) {
        List<EllipticCurveJsonWebKey> keys = newestFirst;
        if (!keys.isEmpty() && made(keys.getFirst()).plus(LIFETIME).isAfter(now)) {
            return keys.getFirst();
        }
        return replaced(now);
    }

    private synchronized EllipticCurveJsonWebKey replaced(Instant now) {
        List<EllipticCurveJsonWebKey> keys = newestFirst;
        if (!keys.isEmpty() && made(keys.getFirst()).plus(LIFETIME).isAfter(now)) { // another thread has replaced it
            return keys.getFirst();
        }
        EllipticCurveJsonWebKey key = generate(now);
        List<EllipticCurveJsonWebKey> both = keys.isEmpty() ? List.of(key) : List.of(key, keys.getFirst());
        try {
            String json = new JsonWebKeySet(both).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
            StateFiles.write(file, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Users must be able to log in with a full disk. After a restart, there is another new key.
            LOG.errorf("signing key not stored: file=%s reason=%s", file, e);
        }
        newestFirst = both;
        LOG.infof("signing key created: key=%s", key.getKeyId());
        return key;
    }

    /** The public keys as a JSON Web Key Set (RFC 7517). */
    String publicSet() {
        return new JsonWebKeySet(newestFirst).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static EllipticCurveJsonWebKey generate(Instant now) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            key.setUse("sig");
            key.setAlgorithm("ES256");
            key.setOtherParameter(MADE, now.toString());
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant made(JsonWebKey key) {
        return Instant.parse(key.getOtherParameterValue(MADE, String.class));
    }

    private static List<EllipticCurveJsonWebKey> read(Path file) throws IOException {
        try {
            return new JsonWebKeySet(Files.readString(file))
                    .getJsonWebKeys().stream()
                            .map(EllipticCurveJsonWebKey.class::cast)
                            .toList();
        } catch (JoseException e) {
            throw new IOException("Cannot read the signing keys from " + file + ": " + e.getMessage(), e);
        }
    }
}
