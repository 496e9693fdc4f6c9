package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.HostLabel;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostFilterTest {
    private static final Instant NOON = HostViewTest.NOON;
    private static final HostSnapshot HOST = HostViewTest.HOST.labeled(List.of(new HostLabel("gpu")));

    @Test
    void hostIsSelectedByItsNameLabelAndAddress() {
        assertThat(matches("N2", null, null, NOON)).isTrue();
        assertThat(matches("gp", null, null, NOON)).isTrue();
        assertThat(matches("192.0.2", null, null, NOON)).isTrue();
        assertThat(matches("n3", null, null, NOON)).isFalse();
        assertThat(matches(null, null, "gpu", NOON)).isTrue();
        assertThat(matches(null, null, "gp", NOON)).isFalse();
    }

    @Test
    void stateDependsOnTheTimeOfTheLastReport() {
        assertThat(matches(null, "live", null, NOON)).isTrue();
        assertThat(matches(null, "live", null, NOON.plusSeconds(16))).isFalse();
        assertThat(matches(null, "unreachable", null, NOON.plusSeconds(16))).isTrue();
        assertThatThrownBy(() -> matches(null, "happy", null, NOON))
                .hasMessage("state: One of live, unreachable, cordoned, draining, drained; got 'happy'.");
    }

    private static boolean matches(@Nullable String q, @Nullable String state, @Nullable String label, Instant now) {
        return HostFilter.of(q, state, label, now).test(HOST);
    }
}
