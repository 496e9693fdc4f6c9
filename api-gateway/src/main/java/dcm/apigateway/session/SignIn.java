package dcm.apigateway.session;

import dcm.apigateway.Routes;
import io.quarkus.logging.Log;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Signs users in at the issuer: Quarkus OIDC runs the code flow, the gateway decides for which requests. */
@Singleton
public class SignIn {
    /** The path to which the issuer redirects the browser after a sign-in. */
    public static final String CALLBACK = "/console/signed-in";

    private static final int FOUND = 302;
    private static final int LONGEST_CHAIN = 20;
    private static final String FIRST_PAGE = Routes.CONSOLE + "/";

    private final TenantConfigBean tenants;

    SignIn(TenantConfigBean tenants) {
        this.tenants = tenants;
    }

    /** Why a sign-in did not succeed. */
    public enum Failure {
        /** The issuer rejected the sign-in, or the user cancelled it there. */
        REFUSED,
        /** The request has no sign-in cookie at all: all have expired, or the browser accepts no cookies. */
        WITHOUT_COOKIE,
        ISSUER_UNREACHABLE
    }

    /** Redirects the browser to the issuer, and later back to the path of this request. */
    public void begin(RoutingContext context, Consumer<Failure> onFailure) {
        SignInCookies.removeIfTooMany(context);
        HttpAuthenticator authenticator = authenticator(context);
        authenticator
                .sendChallenge(context)
                .subscribe()
                .with(sent -> end(context), failure -> failed(failure, onFailure));
    }

    /**
     * The path, with its query, of the page that the user opened before this sign-in. Each tab has its own sign-in. If the page is
     * unknown, the console's first page.
     */
    public String requestedPage(RoutingContext context) {
        TenantConfigContext tenant = tenants.getDefaultTenant();
        return Optional.ofNullable(tenant.getStateCookieEncryptionKey())
                .flatMap(key -> SignInCookies.requestedPath(context, key))
                .filter(path -> path.startsWith(FIRST_PAGE) && !path.startsWith(CALLBACK))
                .orElse(FIRST_PAGE);
    }

    /** Removes the cookie of a completed sign-in that is not needed. */
    public void removeCompleted(RoutingContext context) {
        SignInCookies.removeCompleted(context);
    }

    /** Completes a sign-in: the issuer has redirected the browser to {@link #CALLBACK}. */
    public void complete(RoutingContext context, Consumer<Failure> onFailure) {
        // A new sign-in would not help a browser without cookies, which would go to the issuer and back forever.
        if (!SignInCookies.isAny(context)) {
            onFailure.accept(Failure.WITHOUT_COOKIE);
            return;
        }
        HttpAuthenticator authenticator = authenticator(context);
        authenticator
                .attemptAuthentication(context)
                // The cookie of this sign-in has expired. Another sign-in has one, so cookies work: start a new
                // sign-in.
                .onItem()
                .transformToUni(identity -> authenticator.sendChallenge(context))
                .onFailure(SignIn::isAnotherAttemptUseful)
                .recoverWithUni(() -> authenticator.sendChallenge(context))
                .onFailure(AuthenticationRedirectException.class)
                .recoverWithUni(redirect -> redirect(context, redirect))
                .subscribe()
                .with(sent -> end(context), failure -> failed(failure, onFailure));
    }

    private static boolean isAnotherAttemptUseful(Throwable failure) {
        return failure instanceof AuthenticationFailedException;
    }

    private static Uni<Boolean> redirect(RoutingContext context, AuthenticationRedirectException redirect) {
        context.response().setStatusCode(FOUND).putHeader(HttpHeaders.LOCATION, redirect.getRedirectUri());
        return Uni.createFrom().item(true);
    }

    private static void end(RoutingContext context) {
        if (!context.response().ended()) {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
        }
    }

    private static void failed(Throwable failure, Consumer<Failure> onFailure) {
        Log.infof("sign-in failed: reason=%s", failure.getMessage());
        onFailure.accept(
                failure instanceof AuthenticationCompletionException && !isIssuerUnreachable(failure)
                        ? Failure.REFUSED
                        : Failure.ISSUER_UNREACHABLE);
    }

    /** Whether the issuer did not answer. Quarkus OIDC reports this like a refusal, with an I/O exception as the cause. */
    static boolean isIssuerUnreachable(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(LONGEST_CHAIN)
                .anyMatch(cause -> cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof VertxException);
    }

    private static HttpAuthenticator authenticator(RoutingContext context) {
        HttpAuthenticator authenticator = context.get(HttpAuthenticator.class.getName());
        if (authenticator == null) {
            throw new IllegalStateException("Quarkus has not prepared authentication for this request");
        }
        return authenticator;
    }
}
