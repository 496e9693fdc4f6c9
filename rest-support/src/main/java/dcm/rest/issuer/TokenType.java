package dcm.rest.issuer;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Rejects tokens that are not access tokens, such as ID tokens. Issuers state the type in one of two places: the claim
 * {@code typ}, like Keycloak, or the header {@code typ} (RFC 9068). The claim takes precedence, because Keycloak's
 * header is {@code JWT} for every type. Quarkus calls it for the tokens of all issuers.
 */
@Singleton
@Unremovable
public class TokenType implements Validator {
    /** The issuer in the SSH gateway's tokens. */
    public static final String SSH_GATEWAY = "dcm-ssh-gateway";

    private static final String UNSTATED = "JWT";
    private static final String MEDIA_TYPE = "application/";

    private final IssuerSettings settings;

    TokenType(IssuerSettings settings) {
        this.settings = settings;
    }

    /** Returns null if the token is an access token, otherwise a message without values of the token. */
    @Override
    public @Nullable String validate(JwtContext token) {
        String type = of(token);
        if (token.getJwtClaims().getClaimValue("iss") instanceof String issuer && issuer.equals(SSH_GATEWAY)) {
            return type.equals("Bearer") ? null : "typ is not accepted"; // DCM's own tokens do not depend on the issuer
        }
        return settings.tokenTypes().stream().anyMatch(type::equalsIgnoreCase) ? null : "typ is not accepted";
    }

    /** The type that the token states; {@code JWT} if it states none. */
    static String of(JwtContext token) {
        if (token.getJwtClaims().getClaimValue("typ") instanceof String claim) {
            return claim;
        }
        String header = token.getJoseObjects().getFirst().getHeaders().getStringHeaderValue("typ");
        if (header == null) {
            return UNSTATED;
        }
        return header.toLowerCase(Locale.ROOT).startsWith(MEDIA_TYPE) ? header.substring(MEDIA_TYPE.length()) : header;
    }
}
