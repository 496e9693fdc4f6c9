package dcm.worker.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.PortRange;
import dcm.contract.report.HostCapacity;
import dcm.worker.engine.EngineInfo;
import dcm.worker.ports.SshPorts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityReaderTest {
    private static final EngineInfo ENGINE = new EngineInfo("engine", "29.0", 4000, 8192, 0, 0);

    @TempDir
    private Path storage;

    @Test
    void sizeOfTheFilesystemIsReadWhileContainersAreLoaded() {
        CapacityReader reader = new CapacityReader(
                new SshPorts("127.0.0.1", new PortRange(31_000, 31_009), Clock.systemUTC()), storage);

        HostCapacity loading = reader.read(ENGINE, 3, 250);
        reader.containersLoaded(List::of);
        HostCapacity loaded = reader.read(ENGINE, 3, 250);

        assertThat(loading.storageMiB()).isPositive().isEqualTo(loaded.storageMiB());
        assertThat(loading.freeSshPorts()).isEqualTo(7);
        assertThat(loading.allocatedMemoryMiB()).isEqualTo(8192);
        assertThat(loaded.allocatedMemoryMiB()).isZero();
    }
}
