package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.StackFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Manifest MANIFEST = manifest(true);

    @Test
    void manifestIsReadAsItWasWritten() {
        assertEquals(MANIFEST, Manifest.parse(MANIFEST.text()));
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        String later = MANIFEST.text().replaceFirst("\\{", "{\"compression\": 7,");

        assertEquals(MANIFEST, Manifest.parse(later));
    }

    @Test
    void otherFileIsRefused() {
        assertThrows(StackFailure.class, () -> Manifest.parse("hello"));
    }

    @Test
    void olderProgramIsRefusedAndNamesTheVersionToInstall() {
        assertDoesNotThrow(() -> MANIFEST.requireReadableBy("0.9.0"));
        assertDoesNotThrow(() -> MANIFEST.requireReadableBy("0.10.0"));

        StackFailure failure = assertThrows(StackFailure.class, () -> MANIFEST.requireReadableBy("0.8.9"));

        assertTrue(String.valueOf(failure.getMessage()).contains("Install DCM 0.9.0 or newer"), failure::getMessage);
    }

    @Test
    void engineThatMapsUsersOtherwiseIsRefusedForABackupWithHomes() {
        assertDoesNotThrow(() -> MANIFEST.requireSameOwners(100_000));
        assertDoesNotThrow(() -> MANIFEST.requireSameOwners(-1));
        assertDoesNotThrow(() -> manifest(false).requireSameOwners(165_536));
        assertTrue(manifest(false).otherOwners(165_536).isPresent(), "homes from elsewhere must fit, too");

        StackFailure failure = assertThrows(StackFailure.class, () -> MANIFEST.requireSameOwners(165_536));

        assertTrue(
                String.valueOf(failure.getMessage()).contains("Write 'dockremap:100000:65536'"), failure::getMessage);
    }

    private static Manifest manifest(boolean hasHomes) {
        return new Manifest(
                Manifest.FORMAT,
                "0.9.0",
                "2026-11-29T18:00:00Z",
                "dcm-1a2b3c",
                "n1",
                "engine-1",
                100_000,
                null,
                List.of("alice"),
                hasHomes,
                false);
    }
}
