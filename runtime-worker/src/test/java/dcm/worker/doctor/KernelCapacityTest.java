package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KernelCapacityTest {
    @Test
    void lowerOfBothKeyringLimitsDecides() {
        assertThat(KernelCapacity.containers(OptionalLong.of(200), OptionalLong.of(20_000)))
                .hasValue(200);
        assertThat(KernelCapacity.containers(OptionalLong.of(20_000), OptionalLong.of(700_000)))
                .hasValue(10_000);
        assertThat(KernelCapacity.containers(OptionalLong.empty(), OptionalLong.empty()))
                .isEqualTo(OptionalInt.empty());
    }

    @Test
    void availableMemoryIsReadInMebibytes() {
        assertThat(KernelCapacity.available("MemTotal: 24000000 kB\nMemFree: 10 kB\nMemAvailable:   2097152 kB\n"))
                .hasValue(2048);
        assertThat(KernelCapacity.available("")).isEmpty();
    }
}
