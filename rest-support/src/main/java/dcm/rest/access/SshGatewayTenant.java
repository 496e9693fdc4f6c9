package dcm.rest.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.issuer.TokenType;
import io.quarkus.oidc.TenantResolver;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The second token issuer: the SSH gateway, which authenticates users by key and signs its own tokens. A token's
 * unverified issuer only selects the tenant whose keys verify the token. Afterwards only the tenant counts.
 */
@ApplicationScoped
public class SshGatewayTenant implements TenantResolver {
    /** The issuer in the gateway's tokens. */
    public static final String ISSUER = TokenType.SSH_GATEWAY;

    /** The claim with the IP address of the user's SSH connection. */
    public static final String FROM = "dcm_from";

    /** The claim with the fingerprint of the key that the user logged in with. */
    public static final String KEY = "dcm_key";

    /**
     * Starts with an upper-case letter, so that it matches no last path segment: Quarkus would also select a tenant by
     * that.
     */
    private static final String TENANT = "Gateway";

    /** The attribute in which Quarkus OIDC names the tenant that verified the token. */
    static final String TENANT_OF = "tenant-id";

    private static final String BEARER = "bearer ";
    private static final int MAX_CHARACTERS = 2_000_000;
    /** The memory of an entry, in characters. */
    private static final int ENTRY = 100;

    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final JwtConsumer unverified = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    /** Programs send the same token with each request. Anyone can send others, so the cache is bounded by their lengths. */
    private final LoadingCache<String, Boolean> isOfGateway = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String token, Boolean isOfGateway) -> token.length() + ENTRY)
            .expireAfterWrite(REMEMBERED)
            .build(token -> ISSUER.equals(claimedIssuer(token)));

    @Override
    public @Nullable String resolve(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return isOfGateway.get(header.substring(BEARER.length()).strip()) ? TENANT : null;
    }

    private @Nullable String claimedIssuer(String token) {
        try {
            return unverified.processToClaims(token).getIssuer();
        } catch (InvalidJwtException | MalformedClaimException noToken) { // the other issuer's verification reports it
            return null;
        }
    }

    /** Whether the identity's token was verified with the gateway's keys. */
    static boolean vouchesFor(SecurityIdentity identity) {
        return TENANT.equals(identity.getAttribute(TENANT_OF));
    }

    /** Whether the account still has the key that the token names. */
    static boolean isStillKeyOf(AccountSnapshot account, JsonWebToken token) {
        return token.getClaim(KEY) instanceof String fingerprint
                && account.keys().stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
    }

    /** The address of the user's SSH connection. */
    static Optional<String> from(JsonWebToken token) {
        return token.getClaim(FROM) instanceof String address ? Optional.of(address) : Optional.empty();
    }
}
