package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdvanceReportTest {
    private final AdvanceReport report = new AdvanceReport(0);

    @Test
    void progressIsReportedAfterAPause() {
        assertThat(report.isDue(10, seconds(1))).isFalse();
        assertThat(report.isDue(20, seconds(3))).isTrue();
        assertThat(report.isDue(30, seconds(4))).isFalse();
        assertThat(report.isDue(30, seconds(6))).isTrue();
    }

    @Test
    void stepThatDoesNotAdvanceReportsNothing() {
        assertThat(report.isDue(0, seconds(10))).isFalse();
        assertThat(report.isDue(5, seconds(20))).isTrue();
        assertThat(report.isDue(5, seconds(30))).isFalse();
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
