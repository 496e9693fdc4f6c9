package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");

    private final List<String> verified = new ArrayList<>();

    @Test
    void tokenIsVerifiedOnce() {
        VerifiedTokens tokens = expiringAt(NOW.plusSeconds(60));

        SecurityIdentity first = identity(tokens, "a.b.c");
        SecurityIdentity second = identity(tokens, "a.b.c");

        assertThat(verified).containsExactly("a.b.c");
        assertThat(second.getPrincipal()).isEqualTo(first.getPrincipal());
        assertThat(second.<String>getAttribute("tenant-id")).isEqualTo("Gateway");
    }

    /** Quarkus asks the provider with the highest priority, and then no other one if that answers. */
    @Test
    void isAskedBeforeQuarkus() {
        IdentityProvider<TokenAuthenticationRequest> other = provider(() -> null);

        assertThat(new VerifiedTokens(other, Clock.systemUTC()).priority()).isGreaterThan(other.priority());
    }

    @Test
    void anotherTokenIsVerified() {
        VerifiedTokens tokens = expiringAt(NOW.plusSeconds(60));

        identity(tokens, "a.b.c");
        identity(tokens, "a.b.d");

        assertThat(verified).containsExactly("a.b.c", "a.b.d");
    }

    @Test
    void expiredTokenIsVerifiedAgain() {
        VerifiedTokens tokens = expiringAt(NOW);

        identity(tokens, "a.b.c");
        identity(tokens, "a.b.c");

        assertThat(verified).containsExactly("a.b.c", "a.b.c");
    }

    @Test
    void rejectedTokenIsNotRemembered() {
        VerifiedTokens tokens = tokens(() -> {
            throw new AuthenticationFailedException("unknown key");
        });

        for (int tried = 1; tried <= 2; tried++) {
            assertThatThrownBy(() -> identity(tokens, "a.b.c")).isInstanceOf(AuthenticationFailedException.class);
            assertThat(verified).hasSize(tried);
        }
    }

    @Test
    void requestOfTheFirstUseIsNotKept() {
        VerifiedTokens tokens = expiringAt(NOW.plusSeconds(60));

        identity(tokens, "a.b.c");

        assertThat(identity(tokens, "a.b.c").getAttributes()).doesNotContainKey(RoutingContext.class.getName());
    }

    private VerifiedTokens expiringAt(Instant end) {
        return tokens(() -> QuarkusSecurityIdentity.builder()
                .setPrincipal(new Token(Map.of("sub", "a-1", "exp", end.getEpochSecond())))
                .addAttribute("tenant-id", "Gateway")
                .addAttribute(RoutingContext.class.getName(), "the first request")
                .build());
    }

    private VerifiedTokens tokens(Supplier<SecurityIdentity> verification) {
        return new VerifiedTokens(provider(verification), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private IdentityProvider<TokenAuthenticationRequest> provider(Supplier<SecurityIdentity> verification) {
        return new IdentityProvider<>() {
            @Override
            public Class<TokenAuthenticationRequest> getRequestType() {
                return TokenAuthenticationRequest.class;
            }

            @Override
            public Uni<SecurityIdentity> authenticate(
                    TokenAuthenticationRequest request, AuthenticationRequestContext context) {
                verified.add(request.getToken().getToken());
                return Uni.createFrom().item(verification);
            }
        };
    }

    private static SecurityIdentity identity(VerifiedTokens tokens, String token) {
        return tokens.authenticate(
                        new TokenAuthenticationRequest(new TokenCredential(token, "bearer")),
                        work -> Uni.createFrom().item(work))
                .await()
                .indefinitely();
    }
}
