package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.stack.machine.SystemCommand;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/pid_max"})
    void kernelSettingIsReadWhole(String file) throws Exception {
        assertEquals(SystemCommand.run("cat", file), KernelFile.text(Path.of(file)));
    }
}
