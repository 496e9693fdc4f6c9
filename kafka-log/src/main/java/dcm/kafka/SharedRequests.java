package dcm.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers many callers with few requests. One request is sent at a time, for all keys that were submitted before it was sent. So each caller
 * gets a value that is at least as new as its call. Thread-safe.
 */
final class SharedRequests<K, V> {
    private final Function<Set<K>, CompletionStage<Map<K, V>>> request;
    private final Duration interval;
    private Pending<K, V> pending = new Pending<>();
    /** Whether a request is on the way, or will be sent when the interval has passed. */
    private boolean busy;
    /** When the last request was sent, by {@link System#nanoTime}. */
    private long lastSent;

    /** What the next request asks for, and its answer. */
    private record Pending<K, V>(Set<K> keys, CompletableFuture<Map<K, V>> answer) {
        Pending() {
            this(new HashSet<>(), new CompletableFuture<>());
        }
    }

    /**
     * @param interval the shortest time between two requests
     * @param request asks for the values of some keys
     */
    SharedRequests(Duration interval, Function<Set<K>, CompletionStage<Map<K, V>>> request) {
        this.interval = interval;
        this.request = request;
        this.lastSent = System.nanoTime() - interval.toNanos();
    }

    /** The value of a key; fails as its request does. */
    CompletableFuture<V> submit(K key) {
        CompletableFuture<V> value;
        synchronized (this) {
            pending.keys().add(key);
            value = pending.answer().thenApply(values -> values.get(key));
            if (busy) {
                return value;
            }
            busy = true;
        }
        sendInTime();
        return value;
    }

    private void sendInTime() {
        long wait;
        synchronized (this) {
            wait = lastSent + interval.toNanos() - System.nanoTime();
        }
        if (wait <= 0) {
            send();
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(this::send);
        }
    }

    private void send() {
        Pending<K, V> due;
        synchronized (this) {
            due = pending;
            pending = new Pending<>();
            lastSent = System.nanoTime();
        }
        CompletionStage<Map<K, V>> answer;
        try {
            answer = request.apply(due.keys());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.whenComplete((values, failure) -> {
            boolean more;
            synchronized (this) {
                more = !pending.keys().isEmpty();
                busy = more;
            }
            if (more) {
                sendInTime();
            }
            if (failure == null) {
                due.answer().complete(values);
            } else {
                due.answer().completeExceptionally(failure);
            }
        });
    }
}
