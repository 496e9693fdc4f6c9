package dcm.apigateway.session;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** Lets Quarkus OIDC keep tokens in {@link BrowserSessions} instead of the cookie. */
@Alternative
@Priority(1)
@Singleton
class SessionTokenStates implements TokenStateManager {
    private final BrowserSessions sessions;
    private final SignInRecords records;

    SessionTokenStates(BrowserSessions sessions, SignInRecords records) {
        this.sessions = sessions;
        this.records = records;
    }

    @Override
    public Uni<String> createTokenState(
            RoutingContext context,
            OidcTenantConfig config,
            AuthorizationCodeTokens tokens,
            OidcRequestContext<String> requestContext) {
        BrowserClient client = BrowserClient.of(context.request());
        BrowserSession session = sessions.begin(tokens, client);
        records.add(session, client.address());
        return Uni.createFrom().item(session.id());
    }

    @Override
    public Uni<AuthorizationCodeTokens> getTokens(
            RoutingContext context,
            OidcTenantConfig config,
            String state,
            OidcRequestContext<AuthorizationCodeTokens> requestContext) {
        return sessions.find(state)
                .map(BrowserSession::tokens)
                .map(tokens -> Uni.createFrom()
                        .item(new AuthorizationCodeTokens(tokens.id(), tokens.access(), tokens.refresh())))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("no such session")));
    }

    @Override
    public Uni<Void> deleteTokens(
            RoutingContext context, OidcTenantConfig config, String state, OidcRequestContext<Void> requestContext) {
        sessions.find(state).ifPresent(session -> sessions.end(session, SessionEnd.REPLACED));
        return Uni.createFrom().voidItem();
    }
}
