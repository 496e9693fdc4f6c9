package dcm.apigateway.console;

import dcm.apigateway.BackendService;
import dcm.apigateway.GatewayProblem;
import dcm.apigateway.Routes;
import dcm.apigateway.ServiceProxies;
import dcm.apigateway.live.LiveConnections;
import dcm.apigateway.session.BackChannelLogout;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import dcm.apigateway.session.SessionEndedException;
import dcm.apigateway.session.SignIn;
import dcm.apigateway.terminal.TerminalConnections;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The routes below {@code /console}. */
@Singleton
class Console {
    /** After the checks of every request, and before CORS. */
    private static final int EARLY = -900_000;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int FOUND = 302;

    private final BrowserSessions sessions;
    private final SignIn signIn;
    private final ConsoleFiles files;
    private final SameOrigin sameOrigin;
    private final AccountSummary accounts;
    private final OwnSessions ownSessions;
    private final LiveConnections live;
    private final TerminalConnections terminals;
    private final boolean enabled;
    private final Map<BackendService, HttpProxy> proxies;

    Console(
            BrowserSessions sessions,
            SignIn signIn,
            ConsoleFiles files,
            SameOrigin sameOrigin,
            AccountSummary accounts,
            OwnSessions ownSessions,
            LiveConnections live,
            TerminalConnections terminals,
            ServiceProxies proxies,
            @ConfigProperty(name = "dcm.console.enabled") boolean enabled) {
        this.sessions = sessions;
        this.signIn = signIn;
        this.files = files;
        this.sameOrigin = sameOrigin;
        this.accounts = accounts;
        this.ownSessions = ownSessions;
        this.live = live;
        this.terminals = terminals;
        this.enabled = enabled;
        this.proxies = proxies.below(Routes.CONSOLE);
    }

    void open(@Observes Router router) {
        router.route("/console*").order(EARLY).handler(this::prepare);
        router.route("/console").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(Console::addSlash);
        router.route("/console/v1/*").handler(context -> withSession(context, this::forward));
        router.route("/console/session").method(HttpMethod.GET).handler(context -> withSession(context, this::show));
        router.get("/console/sessions").handler(context -> withSession(context, ownSessions::list));
        router.delete("/console/sessions").handler(context -> withSession(context, this::endOthers));
        router.delete("/console/sessions/:id").handler(context -> withSession(context, ownSessions::end));
        router.route("/console/sign-out").method(HttpMethod.POST).handler(this::signOut);
        router.route("/console/live")
                .method(HttpMethod.GET)
                .handler(context -> withSession(context, (same, session) -> connect(same, session, live::accept)));
        router.route("/console/terminals")
                .method(HttpMethod.GET)
                .method(HttpMethod.POST)
                .handler(context -> withSession(context, this::forwardToTerminals));
        router.route("/console/terminals/:id")
                .method(HttpMethod.DELETE)
                .handler(context -> withSession(context, this::forwardToTerminals));
        router.route("/console/terminals/:id")
                .method(HttpMethod.GET)
                .handler(context -> withSession(context, (same, session) -> connect(same, session, terminals::accept)));
        router.route(SignIn.CALLBACK).method(HttpMethod.GET).handler(this::completeSignIn);
        router.route("/console/signed-out")
                .method(HttpMethod.GET)
                .handler(context -> ConsolePages.sendSignedOut(context.response()));
        router.route("/console/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::sendFile);
    }

    /** The router's path without slash also matches the one with it. */
    private static void addSlash(RoutingContext context) {
        if (path(context.request()).endsWith("/")) {
            context.next();
        } else {
            redirect(context, "/console/");
        }
    }

    private void prepare(RoutingContext context) {
        HttpServerRequest request = context.request();
        ConsoleHeaders.add(context.response());
        context.addHeadersEndHandler(
                end -> ConsoleHeaders.removeCors(context.response().headers()));
        if (!enabled) {
            refuse(context, ConsoleProblem.notConfigured());
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            GatewayProblem.notFound("The web console answers no OPTIONS requests.")
                    .send(context.response());
        } else if (path(request).equals(BackChannelLogout.PATH)
                || SAFE.contains(request.method())
                || sameOrigin.isFromConsoleWithHeader(request)) {
            context.next();
        } else {
            refuse(context, ConsoleProblem.crossSite());
        }
    }

    // ---- sessions ----

    private void withSession(RoutingContext context, BiConsumer<RoutingContext, BrowserSession> handler) {
        sessions.find(context)
                .ifPresentOrElse(
                        session -> handler.accept(context, session), () -> refuse(context, ConsoleProblem.noSession()));
    }

    private void withToken(RoutingContext context, BrowserSession session, BiConsumer<RoutingContext, String> handler) {
        here(context, sessions.accessToken(session))
                .onSuccess(token -> handler.accept(context, token))
                .onFailure(failure -> refuse(
                        context,
                        failure instanceof SessionEndedException
                                ? ConsoleProblem.noSession()
                                : GatewayProblem.issuerUnreachable()));
    }

    /** The same result, on the request's own thread: others may have waited for the same answer of the issuer. */
    private static <T> Future<T> here(RoutingContext context, Future<T> future) {
        return Future.fromCompletionStage(
                future.toCompletionStage(), context.vertx().getOrCreateContext());
    }

    private void show(RoutingContext context, BrowserSession session) {
        withToken(
                context,
                session,
                (request, token) -> here(
                                context,
                                accounts.of(
                                        session,
                                        token,
                                        context.request().remoteAddress().hostAddress()))
                        .onSuccess(answer -> context.response()
                                .setStatusCode(answer.status())
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .putHeader(
                                        HttpHeaders.CONTENT_TYPE,
                                        answer.status() == 200 ? "application/json" : "application/problem+json")
                                .end(answer.document().toBuffer())));
    }

    private void signOut(RoutingContext context) {
        Future<Optional<String>> signedOut = sessions.signOut(context, sameOrigin.origin(context.request()));
        // After the session was found: cookies of the response replace those of the request.
        ConsoleHeaders.removeSessionCookie(context.response());
        here(context, signedOut)
                .onSuccess(page -> context.response()
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(new JsonObject()
                                .put("redirect", page.orElse("/console/signed-out"))
                                .toBuffer()));
    }

    /** The router's path without slash also matches the one with it, whose id is empty. */
    private void endOthers(RoutingContext context, BrowserSession session) {
        if (path(context.request()).endsWith("/")) {
            ownSessions.end(context, session);
        } else {
            ownSessions.endOthers(context, session);
        }
    }

    private void completeSignIn(RoutingContext context) {
        String page = signIn.requestedPage(context);
        if (sessions.find(context).isPresent()) {
            // The user has signed in in another tab meanwhile.
            signIn.removeCompleted(context);
            redirect(context, page);
        } else {
            signIn.complete(context, failure -> ConsolePages.sendProblem(context.response(), problem(failure), page));
        }
    }

    private static GatewayProblem problem(SignIn.Failure failure) {
        return switch (failure) {
            case REFUSED -> ConsoleProblem.signInRefused();
            case WITHOUT_COOKIE -> ConsoleProblem.signInWithoutCookie();
            case ISSUER_UNREACHABLE -> GatewayProblem.issuerUnreachable();
        };
    }

    // ---- the API and streams ----

    private void forward(RoutingContext context, BrowserSession session) {
        HttpServerRequest request = context.request();
        // The services read the path again, so an encoded prefix must not differ from a plain one.
        Optional<HttpProxy> proxy = path(request).startsWith("/console/v1/")
                ? Routes.serviceFor(request.method(), context.normalizedPath().substring(Routes.CONSOLE.length()))
                        .map(proxies::get)
                : Optional.empty();
        proxy.ifPresentOrElse(to -> forward(context, session, to), context::next);
    }

    /** All terminals of a user are at the same SSH gateway. */
    private void forwardToTerminals(RoutingContext context, BrowserSession session) {
        ServiceProxies.setUser(context.request(), session.subject());
        forward(context, session, Objects.requireNonNull(proxies.get(BackendService.SSH_GATEWAY)));
    }

    private void forward(RoutingContext context, BrowserSession session, HttpProxy proxy) {
        HttpServerRequest request = context.request();
        request.pause();
        withToken(context, session, (same, token) -> {
            request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            proxy.handle(request);
        });
    }

    private void connect(
            RoutingContext context, BrowserSession session, BiConsumer<RoutingContext, BrowserSession> accept) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            refuse(context, ConsoleProblem.notASocket());
        } else if (!sameOrigin.isSocketFromConsole(request)) {
            refuse(context, ConsoleProblem.crossSiteSocket());
        } else {
            accept.accept(context, session);
        }
    }

    // ---- files ----

    private void sendFile(RoutingContext context) {
        String name = context.normalizedPath().substring("/console/".length());
        files.send(context.request(), name).onSuccess(sent -> {
            boolean isPage = name.isEmpty() || acceptsPage(context.request()) && !name.startsWith("assets/");
            if (!sent && isPage) {
                sendPage(context);
            } else if (!sent) {
                context.next();
            }
        });
    }

    private void sendPage(RoutingContext context) {
        if (sessions.find(context).isEmpty()) {
            if (context.request().getCookie(BrowserSessions.COOKIE) != null) {
                ConsoleHeaders.removeSessionCookie(context.response());
            }
            signIn.begin(context, failure -> ConsolePages.sendProblem(context.response(), problem(failure)));
            return;
        }
        files.sendPage(context.request()).onSuccess(sent -> {
            if (!sent) {
                refuse(context, ConsoleProblem.notInstalled());
            }
        });
    }

    private static boolean acceptsPage(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    /** Answers a page with a page, and other requests with a problem document. Their bodies are discarded. */
    private static void refuse(RoutingContext context, GatewayProblem problem) {
        context.request().resume();
        if (acceptsPage(context.request())) {
            ConsolePages.sendProblem(context.response(), problem);
        } else {
            problem.send(context.response());
        }
    }

    /** The path as received. */
    private static String path(HttpServerRequest request) {
        return String.valueOf(request.path());
    }

    private static void redirect(RoutingContext context, String path) {
        context.response()
                .setStatusCode(FOUND)
                .putHeader(HttpHeaders.LOCATION, path)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }
}
