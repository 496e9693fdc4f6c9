package dcm.worker.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.worker.engine.FakeEngine;
import dcm.worker.storage.ContainerLogins;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.FilesystemQuotas.SpaceLimits;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStorageTest {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final long MIB = 1 << 20;

    @TempDir
    Path root;

    private final FakeEngine engine = new FakeEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void allImportsTogetherFitOnTheDiskTwice() throws Exception {
        HostStorage storage = storage(FilesystemQuotas.UNLIMITED);
        long free = Files.getFileStore(Path.of(engine.configuration().root())).getUsableSpace();

        long most = storage.archiveBytes(ANN, 1L << 60);

        assertThat(most).isNotNegative().isLessThanOrEqualTo(free / (2 * ImportOperation.MAX_AT_ONCE));
    }

    @Test
    void archiveMayExceedTheQuotaByTheBaseImage() throws Exception {
        HostStorage storage = storage(10 * MIB);

        assertThat(storage.imageBytes(ANN)).isEqualTo(75 * MIB);
        assertThat(storage.archiveBytes(ANN, 1000)).isEqualTo(75 * MIB + 1000);
    }

    private HostStorage storage(long imageQuota) throws IOException, InterruptedException {
        FilesystemQuotas quotas = FilesystemQuotas.of(root, Optional.empty(), new SpaceLimits() {
            @Override
            public long homeBytes(OwnerName owner) {
                return FilesystemQuotas.UNLIMITED;
            }

            @Override
            public long imageBytes(OwnerName owner) {
                return imageQuota;
            }
        });
        return new HostStorage(
                new Homes(root, 0, 0, quotas),
                new KeyDirectories(root, 0, 0, new GatewayKeys(Optional.empty()), ContainerLogins.none()),
                quotas,
                engine);
    }
}
