package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class DeadlineTimerTest {
    private static final Instant NOW = TestInstallation.NOW;

    private final MockProcessorContext<String, OutgoingRecord> context = new MockProcessorContext<>();
    private int fired;
    private final DeadlineTimer alarm = new DeadlineTimer(context, Duration.ofSeconds(100), () -> fired++);

    DeadlineTimerTest() {
        context.setCurrentSystemTimeMs(NOW.toEpochMilli());
    }

    @Test
    void unsetAlarmSchedulesNothing() {
        assertThat(scheduled()).isEmpty();
    }

    @Test
    void earliestTimeIsScheduled() {
        alarm.schedule(NOW.plusSeconds(60));
        alarm.schedule(NOW.plusSeconds(90));
        assertThat(scheduled()).containsExactly(Duration.ofMillis(60_001));

        alarm.schedule(NOW.plusSeconds(10));
        assertThat(scheduled()).containsExactly(Duration.ofMillis(10_001));
    }

    @Test
    void timeOutsideTheHorizonIsNotScheduled() {
        alarm.schedule(NOW.plusSeconds(100));
        alarm.schedule(Instant.MAX);

        assertThat(context.scheduledPunctuators()).isEmpty();
    }

    @Test
    void alarmFiresOnceAndCanBeSetAgain() {
        alarm.schedule(NOW.plusSeconds(60));
        only().getPunctuator().punctuate(NOW.plusSeconds(60).toEpochMilli());

        assertThat(fired).isEqualTo(1);
        assertThat(scheduled()).isEmpty();

        alarm.schedule(NOW.plusSeconds(90));
        assertThat(scheduled()).containsExactly(Duration.ofMillis(90_001));
    }

    @Test
    void pastTimeIsScheduledInOneSecond() {
        alarm.schedule(NOW.minusSeconds(5));

        assertThat(scheduled()).containsExactly(Duration.ofSeconds(1));
    }

    private CapturedPunctuator only() {
        List<CapturedPunctuator> active = active();
        assertThat(active).hasSize(1);
        return active.getFirst();
    }

    private List<Duration> scheduled() {
        return active().stream().map(CapturedPunctuator::getInterval).toList();
    }

    private List<CapturedPunctuator> active() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
    }
}
