package dcm.projection.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostsMetricsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final HostSnapshot HOST = HostSnapshot.of(
            new HostName("n2"),
            0,
            new HostReported(
                    "engine",
                    "29.0",
                    "1",
                    1000,
                    1024,
                    List.of("192.0.2.1"),
                    PortRange.parse("31000-31999"),
                    List.of(),
                    Map.of(),
                    null,
                    0,
                    null,
                    null,
                    List.of(),
                    null),
            NOON);

    @Test
    void cordonedHostThatIsSilentIsNotCountedAsUnreachable() {
        HostSnapshot cordoned = HOST.with(new Cordon("new disk", NOON, null));

        assertThat(HostsMetrics.status(HOST, NOON)).isEqualTo("live");
        assertThat(HostsMetrics.status(HOST, LATER)).isEqualTo("unreachable");
        assertThat(HostsMetrics.status(cordoned, NOON)).isEqualTo("cordoned");
        assertThat(HostsMetrics.status(cordoned, LATER)).isEqualTo("unreachable_cordoned");
    }
}
