package dcm.apigateway.session;

import io.quarkus.oidc.AuthorizationCodeTokens;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a session.
 *
 * @param access the access token
 * @param refresh the refresh token; null if the issuer gave none
 * @param id the ID token
 * @param renewal when the access token should be renewed, shortly before it expires
 * @param expiry when the access token expires
 */
public record SessionTokens(String access, @Nullable String refresh, String id, Instant renewal, Instant expiry) {
    /** The lifetime of an access token if the issuer does not state it. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);

    private static final Duration RENEWAL_MARGIN = Duration.ofSeconds(15);
    /** A short-lived token is renewed when this part of its lifetime remains. */
    private static final int RENEWAL_FRACTION = 4;

    static SessionTokens of(AuthorizationCodeTokens tokens, Instant now) {
        Long stated = tokens.getAccessTokenExpiresIn();
        Duration lifetime = stated == null || stated <= 0 ? DEFAULT_LIFETIME : Duration.ofSeconds(stated);
        Duration part = lifetime.dividedBy(RENEWAL_FRACTION);
        Duration margin = part.compareTo(RENEWAL_MARGIN) < 0 ? part : RENEWAL_MARGIN;
        return new SessionTokens(
                tokens.getAccessToken(),
                tokens.getRefreshToken(),
                tokens.getIdToken(),
                now.plus(lifetime).minus(margin),
                now.plus(lifetime));
    }

    /** The tokens of a refresh. An issuer may leave out those that do not change. */
    SessionTokens replacedBy(AuthorizationCodeTokens newer, Instant now) {
        return of(
                new AuthorizationCodeTokens(
                        newer.getIdToken() == null ? id : newer.getIdToken(),
                        newer.getAccessToken(),
                        newer.getRefreshToken() == null ? refresh : newer.getRefreshToken(),
                        newer.getAccessTokenExpiresIn()),
                now);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(renewal);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiry);
    }

    /** Without the tokens, for logs. */
    @Override
    public String toString() {
        return "SessionTokens[expiry=" + expiry + "]";
    }
}
