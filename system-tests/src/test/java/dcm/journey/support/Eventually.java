package dcm.journey.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Waits for an asynchronous condition. */
public final class Eventually {
    private Eventually() {}

    public static void that(String what, Callable<Boolean> condition) {
        that(what, Duration.ofSeconds(60), condition);
    }

    public static void that(String what, Duration bound, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(bound)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }

    /** Waits for a value that {@code condition} accepts, and returns it. */
    public static <T> T value(String what, Callable<T> value, Predicate<T> condition) {
        AtomicReference<T> last = new AtomicReference<>();
        that(what, () -> {
            last.set(value.call());
            return condition.test(last.get());
        });
        return last.get();
    }
}
