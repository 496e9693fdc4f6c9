package dcm.rest.access;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The secret with which the API gateway and the SSH gateway authenticate requests that users must not send themselves, although they
 * are sent with a user's access token. Thread-safe.
 */
@Singleton
public class GatewaySecret {
    /** The header with the secret. */
    public static final String HEADER = "X-DCM-Gateway-Secret";

    private final Optional<String> secret;

    /** @param file the file with the secret; without one, all these requests are refused */
    @Inject
    GatewaySecret(@ConfigProperty(name = "dcm.gateways.secret") Optional<Path> file) throws IOException {
        this(file.isPresent() ? Files.readString(file.get()).strip() : null);
    }

    GatewaySecret(@Nullable String secret) {
        this.secret = Optional.ofNullable(secret).filter(text -> !text.isEmpty());
    }

    /** The value of the header; empty without a secret, which is refused everywhere. */
    public String text() {
        return secret.orElse("");
    }

    /**
     * Checks the header of a request.
     *
     * @throws ProblemException if it is not the secret
     */
    public void require(@Nullable String header) {
        boolean same = header != null
                && secret.filter(text -> MessageDigest.isEqual(
                                text.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
        if (!same) {
            throw new ProblemException(
                    ErrorCode.UNAUTHENTICATED,
                    "Only DCM's gateways send this request: the header " + HEADER + " is wrong.");
        }
    }
}
