package dcm.worker.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.PortRange;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostDescriptionTest {
    private static final HostLoad BUSY =
            new HostLoad(Instant.parse("2026-11-29T12:00:00Z"), 3, new HostCapacity(null, 997, 3000, 3072, 900L));

    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final HostDescription description = new HostDescription(report("29.0"));

    @Test
    void descriptionIsSentUntilItIsPublished() {
        assertThat(description.heartbeat(Optional.empty(), INTERVAL)).isEmpty();
        assertThat(description.heartbeat(Optional.of("of an earlier start"), INTERVAL))
                .isEmpty();
        assertThat(description.description().describesSame(report("29.0"))).isTrue();
    }

    @Test
    void heartbeatHasTheLoadAndTheTimeOfTheNextOne() {
        String revision = revision();

        description.update(report("29.0").with(BUSY));

        assertThat(description.heartbeat(Optional.of(revision), INTERVAL))
                .contains(new HostAlive(revision, BUSY.announcing(INTERVAL)));
    }

    @Test
    void changedDescriptionIsSentAgain() {
        String revision = revision();

        description.update(report("29.1"));

        assertThat(description.heartbeat(Optional.of(revision), INTERVAL)).isEmpty();
        assertThat(revision()).isNotEqualTo(revision);
        assertThat(description.heartbeat(Optional.of(revision()), INTERVAL)).isPresent();
    }

    private String revision() {
        return Objects.requireNonNull(description.description().revision());
    }

    private static HostReported report(String engineVersion) {
        return new HostReported(
                "engine",
                engineVersion,
                "1",
                4000,
                8192,
                List.of("127.0.0.2"),
                new PortRange(31_000, 31_999),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                "0badcafe");
    }
}
