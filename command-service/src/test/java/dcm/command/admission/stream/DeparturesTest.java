package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private static final Instant NOW = TestInstallation.NOW;
    private static final HostSnapshot HOST = TestInstallation.N1;

    private final Departures departures = new Departures();

    @Test
    void pausesGrowToThirtySeconds() {
        assertThat(checksUntil(180)).containsExactly(0, 5, 15, 35, 65, 95, 125, 155);
    }

    @Test
    void changedHostIsCheckedAtOnce() {
        checksUntil(100);

        assertThat(departures.isDue(HOST, NOW.plusSeconds(105))).isFalse();
        assertThat(departures.isDue(HOST.remove(NOW.plusSeconds(104)), NOW.plusSeconds(105)))
                .isTrue();
    }

    @Test
    void hostThatIsDrainedAgainIsCheckedAtOnce() {
        checksUntil(100);

        departures.forget(HOST.name());

        assertThat(departures.isDue(HOST, NOW.plusSeconds(105))).isTrue();
    }

    @Test
    void clockThatIsSetBackDoesNotDelay() {
        checksUntil(100);

        assertThat(departures.isDue(HOST, NOW.minusSeconds(3_600))).isTrue();
    }

    /** The seconds of the checks, if admission asks every five seconds. */
    private List<Integer> checksUntil(int seconds) {
        return IntStream.iterate(0, second -> second < seconds, second -> second + 5)
                .filter(second -> departures.isDue(HOST, NOW.plusSeconds(second)))
                .boxed()
                .toList();
    }
}
