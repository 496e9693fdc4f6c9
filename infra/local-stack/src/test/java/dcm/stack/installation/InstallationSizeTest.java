package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationSizeTest {
    @TempDir
    Path repository;

    @Test
    void sizeOfAnInstallationIsStored() {
        Installation large = Installation.of(repository, Map.of("DCM_SIZE", "large"));
        assertEquals(InstallationSize.LARGE, large.size());
        large.store();

        Installation later = Installation.of(repository, Map.of());

        assertEquals(InstallationSize.LARGE, later.size());
        assertEquals(
                List.of("DCM_SIZE"),
                Installation.of(repository, Map.of("DCM_SIZE", "small")).changedSettings());
    }

    @Test
    void installationIsSmallByDefault() {
        assertEquals(
                InstallationSize.SMALL, Installation.of(repository, Map.of()).size());
    }

    @Test
    void refusalOfAnUnknownSizeListsTheSizes() {
        StackFailure refused = assertThrows(StackFailure.class, () -> InstallationSize.parse("huge"));

        assertEquals("DCM_SIZE is 'huge', but must be one of: small, large, xlarge.", refused.getMessage());
    }
}
