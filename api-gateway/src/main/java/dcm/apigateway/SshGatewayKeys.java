package dcm.apigateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Publishes the public keys of all SSH gateways, with which services verify their tokens, as one JSON Web Key Set (RFC 7517). The last keys of a
 * gateway that does not answer stay published for as long as its tokens can be valid.
 */
@Singleton
class SshGatewayKeys {
    /** The same as at the SSH gateways. */
    static final String PATH = "/jwks";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** So that requests with unknown keys do not cause as many requests to all gateways. */
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Tokens are valid for five minutes. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final BackendServices services;
    private final Cache<URI, JsonArray> keys =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();
    private volatile Future<JsonObject> latest = Future.failedFuture("no request yet");
    private volatile long latestAt = System.nanoTime() - FRESH.toNanos();

    SshGatewayKeys(BackendServices services) {
        this.services = services;
    }

    void open(@Observes Router router) {
        router.get(PATH).method(HttpMethod.HEAD).handler(this::send);
    }

    private void send(RoutingContext context) {
        if (System.nanoTime() - latestAt >= FRESH.toNanos()) {
            latestAt = System.nanoTime();
            latest = services.getFromAll(BackendService.SSH_GATEWAY, PATH, TIMEOUT)
                    .map(this::merged);
        }
        latest.onSuccess(set -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(set.toBuffer()))
                .onFailure(failure ->
                        GatewayProblem.unreachable(BackendService.SSH_GATEWAY).send(context.response()));
    }

    /** @throws IllegalStateException if no gateway has answered for a long time */
    private JsonObject merged(Map<URI, Buffer> sets) {
        sets.forEach((gateway, set) -> keys.put(gateway, new JsonObject(set).getJsonArray("keys", new JsonArray())));
        var all = new JsonArray();
        keys.asMap().values().forEach(all::addAll);
        if (all.isEmpty()) {
            throw new IllegalStateException("no SSH gateway answers");
        }
        return new JsonObject().put("keys", all);
    }
}
