package dcm.apigateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The instances of one service, which get requests in turn, or each the requests of some users. An instance that is not ready gets none, unless
 * none is ready. An upgrade can replace the configured instances by others, or hold requests while there is none. Thread-safe.
 */
final class BackendInstances {
    private final List<URI> configured;
    private final Set<URI> known = ConcurrentHashMap.newKeySet();
    private volatile List<URI> all;
    private volatile boolean held;
    private final Set<URI> notReady = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turns = new AtomicInteger();

    /** The SSH gateway keeps a terminal without a browser for ten minutes. */
    private final Cache<String, URI> lastOf = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofMinutes(15))
            .maximumSize(100_000)
            .build();

    BackendInstances(List<URI> configured) {
        if (configured.isEmpty()) {
            throw new IllegalArgumentException("a service without an address");
        }
        this.configured = List.copyOf(configured);
        this.all = this.configured;
        this.known.addAll(configured);
    }

    List<URI> all() {
        return all;
    }

    /** All instances that have been used: one that is not used any more can still be answering a request. */
    Set<URI> known() {
        return Set.copyOf(known);
    }

    /** Uses these instances instead of the configured ones. Without any, requests are held. */
    void use(List<URI> others) {
        known.addAll(others);
        all = others.isEmpty() ? configured : List.copyOf(others);
        held = others.isEmpty();
    }

    void useConfigured() {
        all = configured;
        held = false;
    }

    /** Whether requests must wait, because the only instance is being replaced. */
    boolean isHeld() {
        return held;
    }

    /** The instances to try for a request, the best one first. */
    List<URI> inTurn() {
        List<URI> turned = new ArrayList<>(all);
        if (turned.size() == 1) {
            return turned;
        }
        Collections.rotate(turned, -Math.floorMod(turns.getAndIncrement(), turned.size()));
        return readyFirst(turned);
    }

    /**
     * The instances to try for a user's request, the best one first: the one that took the last request; otherwise one that all gateways choose
     * alike (rendezvous hashing).
     */
    List<URI> of(String user) {
        List<URI> present = all;
        List<URI> ranked = readyFirst(present.stream()
                .sorted(Comparator.comparing(instance -> rank(instance, user)))
                .toList());
        URI last = lastOf.getIfPresent(user);
        return last == null || !present.contains(last) // an upgrade is replacing it
                ? ranked
                : Stream.concat(Stream.of(last), ranked.stream()).distinct().toList();
    }

    /** An instance has taken a request of a user. What it keeps for the user is there, also if it does not seem to be ready for a moment. */
    void taken(String user, URI instance) {
        lastOf.put(user, instance);
    }

    private static String rank(URI instance, String user) {
        return UUID.nameUUIDFromBytes((instance + " " + user).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private List<URI> readyFirst(List<URI> instances) {
        return instances.stream()
                .sorted(Comparator.comparing(notReady::contains))
                .toList();
    }

    /** Takes the result of a check, or of a connection. */
    void setReady(URI instance, boolean ready) {
        if (ready) {
            notReady.remove(instance);
        } else {
            notReady.add(instance);
        }
    }
}
