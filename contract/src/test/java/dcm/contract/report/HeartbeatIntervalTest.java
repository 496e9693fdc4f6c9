package dcm.contract.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatIntervalTest {
    private static final HostLoad LOAD = new HostLoad(null, 5, null);
    private static final Duration TWENTY_ONE = Duration.ofSeconds(21);

    private final HeartbeatSchedule schedule = new HeartbeatSchedule();

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "150, 3", "151, 6", "1000, 21", "2850, 57", "2851, 60", "1000000, 60"})
    void allHostsTogetherSendAtMostFiftyPerSecond(int hosts, long seconds) {
        assertThat(HeartbeatInterval.of(hosts)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void hostIsUnreachableTwelveSecondsAfterTheAnnouncedHeartbeat() {
        assertThat(LOAD.maxSilence()).isEqualTo(Duration.ofSeconds(15));
        assertThat(LOAD.announcing(HeartbeatInterval.SHORTEST).maxSilence()).isEqualTo(Duration.ofSeconds(15));
        assertThat(LOAD.announcing(TWENTY_ONE).maxSilence()).isEqualTo(Duration.ofSeconds(33));
    }

    @ParameterizedTest
    @CsvSource({"-5, 15", "0, 15", "1000000, 72"})
    void impossibleAnnouncementsHaveNoEffect(int announced, long seconds) {
        assertThat(new HostLoad(null, 5, null, announced).maxSilence()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void heartbeatIsDueAtTheExaminationNearestToTheAnnouncedTime() {
        assertThat(schedule.isDue(TWENTY_ONE, 0)).isTrue();
        schedule.sent(TWENTY_ONE, 0);

        assertThat(schedule.isDue(TWENTY_ONE, seconds(18.2))).isFalse();
        assertThat(schedule.isDue(TWENTY_ONE, seconds(20.9))).isTrue();
    }

    @Test
    void longerIntervalIsAnnouncedBeforeItIsUsed() {
        schedule.sent(HeartbeatInterval.SHORTEST, 0);

        assertThat(schedule.isDue(TWENTY_ONE, seconds(2.9))).isTrue();
    }

    @Test
    void shorterIntervalIsUsedAtOnce() {
        schedule.sent(TWENTY_ONE, 0);

        assertThat(schedule.isDue(HeartbeatInterval.SHORTEST, seconds(2.9))).isTrue();
    }

    @Test
    void heartbeatIsDueAfterSomethingElseWasSent() {
        schedule.sent(TWENTY_ONE, 0);

        schedule.reset();

        assertThat(schedule.isDue(TWENTY_ONE, seconds(2.9))).isTrue();
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
