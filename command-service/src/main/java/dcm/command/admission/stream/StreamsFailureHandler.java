package dcm.command.admission.stream;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a failed stream thread after a pause that grows with repeated failures. Only failures of the broker or the
 * state arrive here; inputs that cannot be processed are quarantined.
 */
@Singleton
class StreamsFailureHandler implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = Logger.getLogger(StreamsFailureHandler.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** After this time without a failure, the pause is reset. */
    private static final Duration CALM = Duration.ofMinutes(5);

    private final AdmissionStatus status;
    private Duration pause = SHORTEST_PAUSE;
    private long failedAt = System.nanoTime() - CALM.toNanos();

    StreamsFailureHandler(AdmissionStatus status) {
        this.status = status;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (isOfOtherProtocol(failure)) {
            LOG.info("another process rebuilds admission's state, a new stream thread starts soon");
            sleep(SHORTEST_PAUSE);
        } else {
            sleep(pauseAfter(failure)); // not under the lock: threads that fail together wait side by side
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Threads that fail during the pause of another one fail for the same reason, and wait as long. */
    private synchronized Duration pauseAfter(Throwable failure) {
        long now = System.nanoTime();
        long since = now - failedAt;
        if (since > pause.toNanos()) {
            pause = since > CALM.toNanos() ? SHORTEST_PAUSE : min(pause.multipliedBy(2), MAX_PAUSE);
            failedAt = now;
        }
        status.streamFailed(failure);
        LOG.warnf(failure, "stream thread failed, a new one starts: ms=%d", pause.toMillis());
        return pause;
    }

    /** Whether the group has another kind of member, see {@link RebuildLock}. */
    private static boolean isOfOtherProtocol(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof InconsistentGroupProtocolException || isOfOtherProtocol(failure.getCause()));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
