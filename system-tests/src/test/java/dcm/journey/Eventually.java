package dcm.journey;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for an asynchronous condition. */
final class Eventually {
    private Eventually() {}

    static void that(String what, Callable<Boolean> condition) {
        that(what, Duration.ofSeconds(60), condition);
    }

    static void that(String what, Duration bound, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(bound)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }
}
