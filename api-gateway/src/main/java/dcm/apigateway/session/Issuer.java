package dcm.apigateway.session;

import io.quarkus.logging.Log;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcProvider;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.oidc.runtime.TokenVerificationResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.MultiMap;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/** What the gateway requests from the issuer as the console's client. It shares connection and settings with Quarkus OIDC. */
@Singleton
class Issuer {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 400;

    private final TenantConfigBean tenants;
    private final String clientId;
    private final String url;
    private final String address;

    /**
     * @param url the issuer's URL in browsers and tokens
     * @param address where the gateway reaches it, which may be loopback
     */
    Issuer(
            TenantConfigBean tenants,
            @ConfigProperty(name = "dcm.console.client-id") Optional<String> clientId,
            @ConfigProperty(name = "dcm.issuer") Optional<String> url,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> address) {
        this.tenants = tenants;
        this.clientId = clientId.orElse("");
        this.url = url.orElse("");
        this.address = address.orElse("");
    }

    /** New tokens; fails with a {@link RefusedException} if the issuer has ended the sign-in. */
    Future<AuthorizationCodeTokens> refresh(String refreshToken) {
        return future(tenant().chain(tenant -> tenant.provider().refreshTokens(refreshToken)))
                .recover(failure -> Future.failedFuture(isRefusal(failure) ? new RefusedException() : failure));
    }

    /** The sign-in is over: no request with these tokens can succeed. */
    static final class RefusedException extends Exception {
        RefusedException() {
            super("the issuer refuses the refresh token", null, false, false);
        }
    }

    /** The error of a refresh token that is invalid, expired or revoked (RFC 6749, section 5.2). */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof OIDCException
                && String.valueOf(failure.getMessage()).contains("invalid_grant");
    }

    /**
     * The claims of a logout token whose signature, issuer, audience and times are valid; fails for another token, and if the issuer
     * does not answer.
     */
    Future<JsonObject> verifyLogoutToken(String token) {
        return future(tenant().chain(tenant -> verified(tenant.provider(), token)))
                .map(verified -> TokenClaims.of(token));
    }

    private static Uni<TokenVerificationResult> verified(OidcProvider provider, String token) {
        try {
            return Uni.createFrom().item(provider.verifyLogoutJwtToken(token));
        } catch (InvalidJwtException e) {
            // The issuer may have a new key.
            return e.getCause() instanceof UnresolvableKeyException
                    ? provider.refreshJwksAndVerifyJwtToken(token, true, false, null)
                    : Uni.createFrom().failure(e);
        }
    }

    /** Ends the sign-in at the issuer, without the browser. Never fails: not every issuer permits it. */
    Future<Void> endSession(SessionTokens tokens) {
        MultiMap form =
                MultiMap.caseInsensitiveMultiMap().add("client_id", clientId).add("id_token_hint", tokens.id());
        return future(tenant().chain(tenant -> {
                    String page = tenant.getOidcMetadata().getEndSessionUri();
                    return page == null
                            ? Uni.createFrom().nullItem()
                            : tenant.getOidcProviderClient()
                                    .getWebClient()
                                    .postAbs(reachable(page))
                                    .followRedirects(false)
                                    .sendForm(form);
                }))
                .onSuccess(answer -> {
                    if (answer != null && answer.statusCode() >= FIRST_ERROR) {
                        Log.warnf("issuer did not end a sign-in: status=%d", answer.statusCode());
                    }
                })
                .onFailure(failure -> Log.warnf("issuer did not end a sign-in: reason=%s", failure))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** A URL that the issuer publishes for browsers, as the gateway reaches it. */
    private String reachable(String page) {
        return !url.isEmpty() && page.startsWith(url) ? address + page.substring(url.length()) : page;
    }

    /** Where a browser ends its sign-in at the issuer and comes back to {@code after}; empty if the issuer has no such page. */
    Optional<String> endSessionPage(String after) {
        TenantConfigContext tenant = tenants.getDefaultTenant();
        return Optional.of(tenant)
                .filter(TenantConfigContext::ready)
                .map(ready -> ready.getOidcMetadata().getEndSessionUri())
                .map(address -> address + (address.contains("?") ? "&" : "?") + "client_id=" + encoded(clientId)
                        + "&post_logout_redirect_uri=" + encoded(after));
    }

    /** Connects to the issuer if it did not answer when the gateway started. */
    private Uni<TenantConfigContext> tenant() {
        TenantConfigContext tenant = tenants.getDefaultTenant();
        return tenant.ready() ? Uni.createFrom().item(tenant) : tenant.initialize();
    }

    private static <T> Future<T> future(Uni<T> uni) {
        return Future.fromCompletionStage(uni.ifNoItem().after(TIMEOUT).fail().subscribeAsCompletionStage());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
