package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import dcm.rest.access.GatewaySecret;
import dcm.rest.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Upgrades requests for {@code /terminals/ID} to WebSockets that show a terminal. */
@Singleton
class TerminalSockets {
    private static final Logger LOG = Logger.getLogger(TerminalSockets.class);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    /** A number that increases with the requests of tabs. */
    private static final String ORDER = "X-DCM-Order";

    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final Callers callers;
    private final Terminals terminals;

    TerminalSockets(Vertx vertx, Callers callers, Terminals terminals) {
        this.vertx = vertx;
        this.callers = callers;
        this.terminals = terminals;
    }

    void open(@Observes Router router) {
        router.get("/terminals/:id").handler(this::connect);
    }

    private void connect(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            context.next();
            return;
        }
        request.pause();
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        String authentication = request.getHeader(GatewaySecret.HEADER);
        vertx.executeBlocking(
                        () -> callers.of(authentication, authorization, null).account(), false)
                .onSuccess(account -> upgrade(context, account))
                .onFailure(failure -> refuse(context, failure));
    }

    private void upgrade(RoutingContext context, OwnerName account) {
        if (context.response().closed()) {
            return;
        }
        Optional<Terminal> terminal =
                Optional.ofNullable(context.pathParam("id")).flatMap(id -> terminals.find(account, id));
        if (terminal.isEmpty()) {
            context.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        long offset = number(context.request().getParam("offset"));
        long order = number(context.request().getHeader(ORDER));
        Context own = vertx.getOrCreateContext();
        context.request()
                .resume()
                .toWebSocket()
                .onSuccess(socket -> new ViewerSocket(socket, own, vertx, terminal.get()).start(offset, order))
                .onFailure(failure -> LOG.debugf("no WebSocket: reason=%s", failure.getMessage()));
    }

    /** The number in this text; -1 if there is none. */
    private static long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        int status = switch (failure) {
            case ServiceRefusal refusal -> refusal.status();
            case ProblemException problem -> problem.code().status();
            default -> UNAVAILABLE;
        };
        LOG.debugf("WebSocket of a terminal refused: reason=%s", failure.getMessage());
        context.response().setStatusCode(status).end();
    }
}
