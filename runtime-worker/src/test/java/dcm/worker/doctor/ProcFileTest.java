package dcm.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"kernel.pid_max", "net.ipv4.ip_local_port_range", "kernel.hostname"})
    void settingIsReadToItsEnd(String name) throws Exception {
        Process cat = new ProcessBuilder("cat", "/proc/sys/" + name.replace('.', '/')).start();
        String whole = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(whole).hasSizeGreaterThan(1);
        assertThat(ProcFile.sysctl(name)).contains(whole);
    }

    @Test
    void missingSettingIsEmpty() {
        assertThat(ProcFile.sysctl("kernel.none")).isEmpty();
    }
}
