package dcm.kafka;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Answers many callers with few requests. One request is sent at a time, for all keys that were submitted before it was sent. So each caller
 * gets a value that is at least as new as its call. Thread-safe.
 */
final class SharedRequests<K, V> {
    private final Function<Set<K>, CompletionStage<Map<K, V>>> request;
    private Pending<K, V> pending = new Pending<>();
    private boolean sent;

    /** What the next request asks for, and its answer. */
    private record Pending<K, V>(Set<K> keys, CompletableFuture<Map<K, V>> answer) {
        Pending() {
            this(new HashSet<>(), new CompletableFuture<>());
        }
    }

    /** @param request asks for the values of some keys */
    SharedRequests(Function<Set<K>, CompletionStage<Map<K, V>>> request) {
        this.request = request;
    }

    /** The value of a key; fails as its request does. */
    CompletableFuture<V> submit(K key) {
        CompletableFuture<V> value;
        Pending<K, V> due;
        synchronized (this) {
            pending.keys().add(key);
            value = pending.answer().thenApply(values -> values.get(key));
            due = next();
        }
        send(due);
        return value;
    }

    /** The request that can be sent now; one without keys if there is none. */
    private Pending<K, V> next() {
        if (sent || pending.keys().isEmpty()) {
            return new Pending<>();
        }
        Pending<K, V> due = pending;
        pending = new Pending<>();
        sent = true;
        return due;
    }

    private void send(Pending<K, V> due) {
        if (due.keys().isEmpty()) {
            return;
        }
        CompletionStage<Map<K, V>> answer;
        try {
            answer = request.apply(due.keys());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.whenComplete((values, failure) -> {
            Pending<K, V> following;
            synchronized (this) {
                sent = false;
                following = next();
            }
            send(following);
            if (failure == null) {
                due.answer().complete(values);
            } else {
                due.answer().completeExceptionally(failure);
            }
        });
    }
}
