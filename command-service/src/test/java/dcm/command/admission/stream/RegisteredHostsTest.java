package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RegisteredHostsTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final RegisteredHosts directory = new RegisteredHosts();

    @Test
    void hostSilenceIsMeasuredFromTheFirstInput() {
        directory.inputReceived(NOON);

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void regularInputKeepsTheStartOfSilence() {
        for (int second = 0; second <= 60; second += 3) {
            directory.inputReceived(NOON.plusSeconds(second));
        }

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void gapInTheInputResetsTheStartOfSilence() {
        directory.inputReceived(NOON);
        directory.inputReceived(NOON.plusSeconds(9));

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON.plusSeconds(9));
    }

    /** Another instance reads the heartbeats. */
    @Test
    void publishedSnapshotsKeepTheStartOfSilenceWithoutInput() {
        RegisteredHosts hosts = new RegisteredHosts();
        hosts.inputReceived(NOON);
        for (int second = 3; second <= 60; second += 3) {
            hosts.published(TestInstallation.N1, NOON.plusSeconds(second));
        }
        hosts.inputReceived(NOON.plusSeconds(61));

        assertThat(hosts.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void takeOverOfATaskResetsTheStartOfSilence() {
        directory.inputReceived(NOON);
        directory.taskOpened(NOON.plusSeconds(1));

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON.plusSeconds(1));
    }
}
