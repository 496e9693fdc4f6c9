package dcm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnMachineOnlyTest {
    private static final String METRICS = "/q/metrics";

    @Test
    void ownMachineReadsMetricsOverLoopbackAndOverItsOwnAddress() {
        assertThat(OwnMachineOnly.isAllowed("127.0.0.1", "127.0.0.1", METRICS)).isTrue();
        assertThat(OwnMachineOnly.isAllowed("192.0.2.2", "192.0.2.2", METRICS)).isTrue();
        assertThat(OwnMachineOnly.isAllowed("0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1", METRICS))
                .isTrue();
    }

    @Test
    void otherMachinesUseTheApiOnly() {
        assertThat(OwnMachineOnly.isAllowed("192.0.2.1", "192.0.2.2", "/v1/stats"))
                .isTrue();
        assertThat(OwnMachineOnly.isAllowed("192.0.2.1", "192.0.2.2", METRICS)).isFalse();
        assertThat(OwnMachineOnly.isAllowed("192.0.2.1", "192.0.2.2", "/q/health/ready"))
                .isFalse();
        assertThat(OwnMachineOnly.isAllowed("192.0.2.1", "192.0.2.2", "/v1")).isFalse();
    }
}
