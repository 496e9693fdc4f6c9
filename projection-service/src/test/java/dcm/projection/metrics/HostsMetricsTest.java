package dcm.projection.metrics;

import static dcm.projection.rest.HostViewTest.HOST;
import static dcm.projection.rest.HostViewTest.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostsMetricsTest {
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void cordonedHostThatIsSilentIsNotCountedAsUnreachable() {
        HostSnapshot cordoned = HOST.with(new Cordon("new disk", NOON, null));

        assertThat(HostsMetrics.status(HOST, NOON)).isEqualTo("live");
        assertThat(HostsMetrics.status(HOST, LATER)).isEqualTo("unreachable");
        assertThat(HostsMetrics.status(cordoned, NOON)).isEqualTo("cordoned");
        assertThat(HostsMetrics.status(cordoned, LATER)).isEqualTo("unreachable_cordoned");
    }
}
