package dcm.apigateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the open connections of users on other machines, in total and per address, and closes a connection without a request. Addresses
 * are counted as by {@link RequestRateLimit}. Connections of trusted reverse proxies and from loopback are not limited, because they
 * are those of all users. Thread-safe.
 */
@Singleton
class ConnectionLimit {
    private final TrustedProxies proxies;
    private final int most;
    private final int perAddress;
    private final Duration firstRequest;

    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    /** The timers that close connections without a request. */
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    /**
     * @param most the limit of all connections
     * @param perAddress the limit of the connections from one address
     * @param firstRequest how long a connection may have no request
     */
    ConnectionLimit(
            TrustedProxies proxies,
            @ConfigProperty(name = "dcm.connections.most") int most,
            @ConfigProperty(name = "dcm.connections.per-address") int perAddress,
            @ConfigProperty(name = "dcm.connections.first-request") Duration firstRequest) {
        this.proxies = proxies;
        this.most = most;
        this.perAddress = perAddress;
        this.firstRequest = firstRequest;
    }

    /** Counts a new connection; closes the connection if a limit is exceeded, or if its first request does not arrive. */
    void opened(Vertx vertx, HttpConnection connection) {
        InetAddress address = InetAddress.ofLiteral(connection.remoteAddress().hostAddress());
        if (!take(address)) {
            connection.close();
            return;
        }
        long timer = vertx.setTimer(firstRequest.toMillis(), late -> connection.close());
        timers.put(connection, timer);
        connection.closeHandler(closed -> {
            stopTimer(vertx, connection);
            release(address);
        });
    }

    /** The connection of {@code request} may now stay open. */
    void requested(Vertx vertx, HttpServerRequest request) {
        stopTimer(vertx, request.connection());
    }

    private void stopTimer(Vertx vertx, HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Whether a connection from {@code address} may be opened. If it may, it must be released. */
    boolean take(InetAddress address) {
        if (isUnlimited(address)) {
            return true;
        }
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return false;
        }
        if (counts.merge(RequestRateLimit.key(address), 1, Integer::sum) > perAddress) {
            release(address);
            return false;
        }
        return true;
    }

    void release(InetAddress address) {
        if (!isUnlimited(address)) {
            all.decrementAndGet();
            counts.computeIfPresent(
                    RequestRateLimit.key(address), (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
    }

    private boolean isUnlimited(InetAddress address) {
        return address.isLoopbackAddress() || proxies.contains(address);
    }
}
