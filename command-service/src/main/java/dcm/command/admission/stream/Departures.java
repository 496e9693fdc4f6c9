package dcm.command.admission.stream;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When admission checks hosts that are drained or removed. What remains there has failed or waits, so the pauses grow. Not
 * thread-safe.
 */
final class Departures {
    /** A little shorter than the time after which admission asks again. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Map<HostName, Check> checks = new HashMap<>();

    /**
     * The last check of a host.
     *
     * @param next when the next one is due
     * @param pause until then
     */
    private record Check(@Nullable Cordon cordon, @Nullable Instant removedAt, Instant next, Duration pause) {
        static Check at(HostSnapshot host, Instant now, Duration pause) {
            return new Check(host.cordon(), host.removedAt(), now.plus(pause), pause);
        }

        boolean isOf(HostSnapshot host) {
            return Objects.equals(cordon, host.cordon()) && Objects.equals(removedAt, host.removedAt());
        }

        boolean isNextDue(Instant now) {
            // The clock may have been set back.
            return !now.isBefore(next) || Duration.between(now, next).compareTo(pause) > 0;
        }
    }

    /** Whether a check of a host is due, which then counts as done. */
    boolean isDue(HostSnapshot host, Instant now) {
        Check last = checks.get(host.name());
        if (last == null || !last.isOf(host)) {
            checks.put(host.name(), Check.at(host, now, FIRST_PAUSE));
            return true;
        }
        if (!last.isNextDue(now)) {
            return false;
        }
        Duration longer = last.pause().multipliedBy(2);
        checks.put(host.name(), Check.at(host, now, longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer));
        return true;
    }

    /** The host is in use again. */
    void forget(HostName host) {
        checks.remove(host);
    }
}
