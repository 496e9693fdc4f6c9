package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.backup.Repository.Retention;
import dcm.stack.backup.Repository.Snapshot;
import dcm.stack.backup.Repository.Stored;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** With Debian's package {@code restic}. */
class RepositoryTest {
    private static final Path MEMORY = Path.of("/proc/self/mem");

    @TempDir
    Path directory;

    private Repository repository;
    private Path tree;

    @BeforeEach
    void writeTree() throws IOException {
        repository = repository("secret");
        tree = Files.createDirectories(directory.resolve("tree/home")).getParent();
        byte[] content = new byte[2 << 20];
        new Random(1).nextBytes(content);
        Files.write(tree.resolve("home/large"), content);
    }

    @Test
    void secondSnapshotAddsOnlyWhatChangedAndBothAreRestored() throws IOException {
        assertFalse(repository.exists());
        repository.create();
        assertTrue(repository.exists());
        Stored first = store();
        Files.writeString(tree.resolve("home/small"), "new");
        Stored second = store();

        assertTrue(first.addedBytes() > 2_000_000, first::toString);
        assertTrue(second.addedBytes() < 20_000, second::toString);
        List<Snapshot> snapshots = repository.snapshots();
        assertEquals(
                List.of(first.snapshot(), second.snapshot()),
                snapshots.stream().map(Snapshot::id).toList());
        assertEquals("dcm-1", snapshots.getFirst().installation());
        assertEquals("new", repository.read(second.snapshot(), "home/small").strip());
        Path target = directory.resolve("restored");
        List<String> progress = new ArrayList<>();
        repository.restore(first.snapshot(), "home", target, progress::add);
        assertEquals(-1, Files.mismatch(tree.resolve("home/large"), target.resolve("large")));
        assertFalse(Files.exists(target.resolve("small")));
        repository.check();
    }

    @Test
    void mountedDirectoriesAreInTheSnapshotAndExcludedPathsAreNot() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other/alice"));
        Files.writeString(other.resolve("note"), "mine");
        Files.writeString(other.resolveSibling("scratch"), "");
        Path place = Files.createDirectory(tree.resolve("homes"));
        repository.create();

        Stored stored = repository.store(
                tree,
                Map.of(place, other.getParent()),
                List.of(place.resolve("scratch").toString()),
                "dcm-1",
                true,
                line -> {});

        assertEquals(
                "mine", repository.read(stored.snapshot(), "homes/alice/note").strip());
        Path target = directory.resolve("restored");
        repository.restore(stored.snapshot(), "homes", target, line -> {});
        assertFalse(Files.exists(target.resolve("scratch")));
        assertTrue(repository.snapshots().getFirst().hasHomes());
    }

    @Test
    void retentionDeletesOldSnapshotsOfTheInstallationOnly() {
        repository.create();
        store();
        store();
        Stored newest = store();
        repository.store(tree, Map.of(), List.of(), "dcm-2", false, line -> {});

        assertEquals(2, repository.retain(new Retention(1, 0, 0, 0), "dcm-1"));

        assertEquals(2, repository.snapshots().size());
        assertEquals(newest.snapshot(), repository.snapshots().getFirst().id());
        assertEquals(0, repository.retain(new Retention(0, 0, 0, 0), "dcm-1"));
    }

    @Test
    void retentionKeepsTheNewestSnapshotWithHomesAndTheNewestWithout() {
        repository.create();
        store(true);
        Stored withHomes = store(true);
        store();
        Stored without = store();

        assertEquals(2, repository.retain(new Retention(1, 0, 0, 0), "dcm-1"));

        assertEquals(
                List.of(withHomes.snapshot(), without.snapshot()),
                repository.snapshots().stream().map(Snapshot::id).toList());
    }

    @Test
    void unreadableFileInAHomeIsReportedInPrintableCharacters() throws IOException {
        repository.create();
        Path file = unreadable("homes/alice/a\u001b[1m\nb");

        Stored stored = repository.store(tree, Map.of(file, MEMORY), List.of(), "dcm-1", true, line -> {});

        assertEquals(1, repository.snapshots().size());
        assertTrue(stored.unreadable().getFirst().contains("homes/alice/a [1m b"), stored::toString);
    }

    @Test
    void snapshotWithoutAFileOfTheInstallationIsDeletedAndReportedAsAFailure() throws IOException {
        repository.create();
        Stored complete = store();
        Path home = unreadable("homes/alice/note");
        Path log = unreadable("home/log");

        assertFailure(
                "The backup was incomplete, and is deleted: ",
                () -> repository.store(tree, Map.of(home, MEMORY, log, MEMORY), List.of(), "dcm-1", true, line -> {}));

        assertEquals(
                List.of(complete.snapshot()),
                repository.snapshots().stream().map(Snapshot::id).toList());
    }

    @Test
    void fileThatChangesWithinItsSizeAndTimeIsStoredAgain() throws IOException {
        repository.create();
        Path file = Files.writeString(tree.resolve("home/segment"), "old");
        FileTime time = Files.getLastModifiedTime(file);
        store();
        Files.setLastModifiedTime(Files.writeString(file, "new"), time);

        assertEquals("new", repository.read(store().snapshot(), "home/segment").strip());
    }

    @Test
    void passwordInAnAddressIsNotShown() {
        assertEquals(
                "rest:https://dcm:***@nas:8000/dcm",
                new Repository("rest:https://dcm:secret@nas:8000/dcm", Map.of()).location());
    }

    @Test
    void wrongPasswordIsNamedAsTheReason() {
        repository.create();

        assertFailure(
                "The password is not the one of the backups",
                () -> repository("wrong").exists());
    }

    @Test
    void damagedBackupIsReported() throws IOException {
        repository.create();
        store();
        try (var packs = Files.walk(Path.of(repository.location()).resolve("data"))) {
            Path pack = packs.filter(Files::isRegularFile)
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            byte[] content = Files.readAllBytes(pack);
            content[content.length / 2] ^= 1;
            assertTrue(pack.toFile().setWritable(true));
            Files.write(pack, content);
        }

        assertFailure("restic cannot verify", repository::check);
    }

    @Test
    void missingBackupsAreReportedWithWhatToDo() {
        assertFailure("There are no backups in", repository::requireExists);
        assertFailure(
                "does not exist. If it is on another disk, mount it",
                () -> new Repository(directory.resolve("missing/backup").toString(), Map.of("RESTIC_PASSWORD", "x"))
                        .create());
        assertFailure(
                "contains other files", () -> new Repository(tree.toString(), Map.of("RESTIC_PASSWORD", "x")).create());
    }

    @Test
    void newestSnapshotIsSelectedUnlessThereAreSeveralInstallations() {
        Snapshot first = new Snapshot("11112222", Instant.parse("2026-11-28T00:00:00Z"), "dcm-1", false, 1, 1);
        Snapshot second = new Snapshot("33334444", Instant.parse("2026-11-29T00:00:00Z"), "dcm-1", false, 1, 1);
        Snapshot other = new Snapshot("55556666", Instant.parse("2026-11-30T00:00:00Z"), "dcm-2", false, 1, 1);

        assertEquals(second, Repository.select(List.of(first, second), "", "/b"));
        assertEquals(first, Repository.select(List.of(first, second, other), "1111", "/b"));
        assertFailure(
                "several installations: dcm-1, dcm-2",
                () -> Repository.select(List.of(first, second, other), "", "/b"));
        Snapshot twin = new Snapshot("11119999", Instant.parse("2026-11-28T00:00:00Z"), "dcm-1", false, 1, 1);
        assertFailure("more than one backup 1111", () -> Repository.select(List.of(first, twin), "1111", "/b"));
        assertFailure("no backup 9999", () -> Repository.select(List.of(first), "9999", "/b"));
        assertFailure("no backup of DCM", () -> Repository.select(List.of(), "", "/b"));
    }

    @Test
    void sizesAreForPeople() {
        assertEquals("0 KiB", Repository.size(0));
        assertEquals("1.5 MiB", Repository.size(3 << 19));
        assertEquals("2.0 GiB", Repository.size(2L << 30));
    }

    private Stored store() {
        return store(false);
    }

    private Stored store(boolean hasHomes) {
        return repository.store(tree, Map.of(), List.of(), "dcm-1", hasHomes, line -> {});
    }

    /** A place for a file that not even root can read. */
    private Path unreadable(String name) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private Repository repository(String password) {
        return new Repository(directory.resolve("backups").toString(), Map.of("RESTIC_PASSWORD", password));
    }

    private static void assertFailure(String message, Executable action) {
        StackFailure failure = assertThrows(StackFailure.class, action);
        assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::getMessage);
    }
}
