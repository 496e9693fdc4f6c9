package dcm.edge.access;

import dcm.contract.snapshot.AccountSnapshot;
import io.quarkus.oidc.TenantResolver;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The second issuer: the SSH gateway, which knows people by their keys and signs tokens of its own. Which issuer's keys a token is
 * verified with is chosen by what it says of itself; what holds afterwards is by whose keys it was verified.
 */
@ApplicationScoped
public class SshGateway implements TenantResolver {
    /** What the gateway's tokens say who made them. */
    public static final String ISSUER = "dcm-ssh-gateway";

    /** The claim that tells from where the person's SSH connection comes, an IP address. */
    public static final String FROM = "dcm_from";

    /** The claim that tells the fingerprint of the key by which the person logged in. */
    public static final String KEY = "dcm_key";

    /** Begins with a capital, as no last part of an address does: that would choose it, too. */
    private static final String TENANT = "Gateway";

    private static final String TENANT_OF = "tenant-id";
    private static final String BEARER = "bearer ";

    private final JwtConsumer unverified = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    @Override
    public @Nullable String resolve(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return ISSUER.equals(claimedIssuer(header.substring(BEARER.length()).strip())) ? TENANT : null;
    }

    private @Nullable String claimedIssuer(String token) {
        try {
            return unverified.processToClaims(token).getIssuer();
        } catch (InvalidJwtException | MalformedClaimException noToken) { // which the other issuer's verification tells
            return null;
        }
    }

    /** Whether an identity's token was verified with the gateway's keys. */
    static boolean vouchesFor(SecurityIdentity identity) {
        return TENANT.equals(identity.getAttribute(TENANT_OF));
    }

    /** Whether the account still has the key that a token was given for. */
    static boolean isStillKeyOf(AccountSnapshot account, JsonWebToken token) {
        return token.getClaim(KEY) instanceof String fingerprint
                && account.keys().stream().anyMatch(key -> key.fingerprint().equals(fingerprint));
    }

    /** From where the gateway says that the person comes. */
    static Optional<String> from(JsonWebToken token) {
        return token.getClaim(FROM) instanceof String address ? Optional.of(address) : Optional.empty();
    }
}
