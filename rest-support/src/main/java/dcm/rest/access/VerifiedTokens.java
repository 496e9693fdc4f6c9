package dcm.rest.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.runtime.OidcIdentityProvider;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for half a minute which tokens were verified: programs send the same token with each request, and the check of a signature costs
 * more than many queries. So a signing key that the issuer withdraws is accepted for half a minute longer. The account, its role and its
 * SSH keys are looked up for each request, by {@link AccountRoles}. What binds a token to a connection (DPoP, client certificates) would
 * not be checked again; DCM does not use it. Thread-safe.
 */
@ApplicationScoped
public class VerifiedTokens implements IdentityProvider<TokenAuthenticationRequest> {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MAX_TOKENS = 1_000;

    private static final String REQUEST = RoutingContext.class.getName();

    private final IdentityProvider<TokenAuthenticationRequest> verification;
    private final Clock clock;
    private final Cache<String, SecurityIdentity> verified = Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .expireAfterWrite(REMEMBERED)
            .build();

    @Inject
    VerifiedTokens(OidcIdentityProvider verification) {
        this(verification, Clock.systemUTC());
    }

    VerifiedTokens(IdentityProvider<TokenAuthenticationRequest> verification, Clock clock) {
        this.verification = verification;
        this.clock = clock;
    }

    /** Before Quarkus' own provider. */
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        String token = request.getToken().getToken();
        SecurityIdentity known = verified.getIfPresent(token);
        if (known != null && !hasExpired(known)) {
            return Uni.createFrom().item(within(HttpSecurityUtils.getRoutingContextAttribute(request), known));
        }
        return verification.authenticate(request, context).invoke(identity -> {
            if (identity != null && identity.getPrincipal() instanceof JsonWebToken) {
                verified.put(token, within(null, identity));
            }
        });
    }

    private boolean hasExpired(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token
                && token.getExpirationTime() <= clock.instant().getEpochSecond();
    }

    /** The same identity, in another request; null: in none, whose data would be kept otherwise. */
    private static SecurityIdentity within(@Nullable RoutingContext request, SecurityIdentity identity) {
        Map<String, Object> attributes = new HashMap<>(identity.getAttributes());
        attributes.remove(REQUEST);
        if (request != null) {
            attributes.put(REQUEST, request);
        }
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(attributes)
                .build();
    }
}
