package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartWatchTest {
    private static final Optional<Boolean> NOT_ASKED = Optional.empty();
    private static final Optional<Boolean> ANSWERS = Optional.of(true);
    private static final Optional<Boolean> SILENT = Optional.of(false);

    private final PartWatch watch = new PartWatch(Optional.of(Duration.ofMinutes(10)));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void endedPartIsRestartedAtOnce() {
        assertEquals(Optional.empty(), watch.reasonToRestart(now, true, NOT_ASKED));
        assertEquals(Optional.of("it ended"), watch.reasonToRestart(now, false, NOT_ASKED));
    }

    @Test
    void pauseBetweenRestartsGrowsToAMinute() {
        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            watch.restarted(now);
            assertTrue(watch.reasonToRestart(after(expected * 1000L - 1), false, NOT_ASKED)
                    .isEmpty());
            assertTrue(watch.reasonToRestart(after(1), false, NOT_ASKED).isPresent(), expected + " s");
        }
    }

    @Test
    void pauseIsShortAgainAfterTenMinutes() {
        for (int restart = 0; restart < 8; restart++) {
            watch.restarted(now);
            after(60_000);
        }
        after(PartWatch.RESET_AFTER.toMillis() + 1);
        watch.restarted(now);

        assertTrue(watch.reasonToRestart(after(1000), false, NOT_ASKED).isPresent());
    }

    @Test
    void partThatAnsweredHangsAfterAMinuteOfFailedProbes() {
        watch.reasonToRestart(now, true, ANSWERS);

        for (int probe = 1; probe <= 6; probe++) {
            assertEquals(Optional.empty(), watch.reasonToRestart(after(10_000), true, SILENT));
        }
        assertEquals(Optional.of("it did not answer for 60 s"), watch.reasonToRestart(after(1), true, SILENT));
    }

    @Test
    void oneFailedProbeAfterALongPauseOfTheMachineIsNoHang() {
        watch.reasonToRestart(now, true, ANSWERS);

        assertEquals(Optional.empty(), watch.reasonToRestart(after(3_600_000), true, SILENT));
        assertEquals(Optional.empty(), watch.reasonToRestart(after(10_000), true, ANSWERS));
    }

    @Test
    void partThatWasHealthyAtTheBeginningCanHang() {
        PartWatch healthy = PartWatch.ofHealthy(now, Optional.empty());

        for (int probe = 1; probe < PartWatch.FAILED_PROBES; probe++) {
            healthy.reasonToRestart(after(12_000), true, SILENT);
        }
        assertTrue(healthy.reasonToRestart(after(12_000), true, SILENT).isPresent());
    }

    @Test
    void partThatDoesNotAnswerInTheTimeOfALongStartHangs() {
        watch.reasonToRestart(now, true, ANSWERS);
        watch.restarted(now);

        for (int minute = 1; minute <= 10; minute++) {
            assertEquals(Optional.empty(), watch.reasonToRestart(after(60_000), true, SILENT));
        }
        assertEquals(Optional.of("it did not answer for 600 s"), watch.reasonToRestart(after(1), true, SILENT));
    }

    @Test
    void startOfAServerThatRecoversItsDataHasNoLimit() {
        PartWatch server = new PartWatch(Optional.empty());

        for (int hour = 0; hour < 10; hour++) {
            assertEquals(Optional.empty(), server.reasonToRestart(after(3_600_000), true, SILENT));
        }
    }

    private Instant after(long millis) {
        now = now.plus(Duration.ofMillis(millis));
        return now;
    }
}
