package dcm.apigateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The instances of one service, which get requests in turn. An instance that is not ready gets none, unless none is ready. Thread-safe. */
final class BackendInstances {
    private final List<URI> all;
    private final Set<URI> notReady = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turns = new AtomicInteger();

    BackendInstances(List<URI> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a service without an address");
        }
        this.all = List.copyOf(all);
    }

    List<URI> all() {
        return all;
    }

    /** The instances to try for a request, the best one first. */
    List<URI> inTurn() {
        if (all.size() == 1) {
            return all;
        }
        int first = Math.floorMod(turns.getAndIncrement(), all.size());
        List<URI> ready = new ArrayList<>();
        List<URI> others = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            URI instance = all.get((first + i) % all.size());
            (notReady.contains(instance) ? others : ready).add(instance);
        }
        ready.addAll(others);
        return ready;
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
