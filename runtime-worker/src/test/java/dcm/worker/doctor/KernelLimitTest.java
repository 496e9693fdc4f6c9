package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLimitTest {
    @Test
    void kernelLimitsFileSetsEveryLimitThatTheDoctorChecks() throws IOException {
        List<String> raised = Files.readAllLines(Path.of("../infra/engine/kernel-limits.conf")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertThat(KernelLimit.REQUIRED.stream().map(limit -> limit.name() + " = " + limit.minimum()))
                .containsExactlyElementsOf(raised);
    }

    @Test
    void trackedConnectionsSufficeForAHundredOwnersAtTheirLimit() {
        assertThat(KernelLimit.REQUIRED)
                .filteredOn(limit -> limit.name().equals("net.netfilter.nf_conntrack_max"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.minimum()).isGreaterThanOrEqualTo(100 * 8192));
    }
}
