package dcm.stack.backup;

import dcm.stack.backup.Repository.Snapshot;
import dcm.stack.engine.EngineFacts;
import dcm.stack.engine.ReplacedEngine;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.SettingsFile;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Versions;
import dcm.stack.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Restores an installation from a backup into a directory that has none. The files are complete before the first of them is moved to
 * its place. A restoration that fails or is interrupted can be repeated: it begins again before that moment, and continues after it.
 */
public final class Restoration {
    private static final String DRAFT = "restoration";

    /** In the draft: all files are there. Contains the id of the backup. */
    private static final String COMPLETE = "complete";

    /** In the directory of homes until the end of a restoration. Contains the id of the backup. */
    private static final String INCOMPLETE_HOMES = ".dcm-restoring";

    private final ProgramFiles programs;
    private final Path home;
    private final Map<String, String> environment;
    private final Repository repository;

    /**
     * A restoration.
     *
     * @param home the directory of the installation; the caller has locked it
     * @param environment with settings that take precedence over restored ones
     */
    public Restoration(ProgramFiles programs, Path home, Map<String, String> environment, Repository repository) {
        this.programs = programs;
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.repository = repository;
    }

    /**
     * What was restored. The installation does not run.
     *
     * @param home its directory
     * @param host the name of its own host
     * @param storage the directory of homes
     * @param snapshot the id of the backup
     * @param time of its content
     * @param isSameEngine whether the engine is the one that had the containers
     * @param mayHaveOtherHosts whether other machines could join
     * @param hasHomes whether it contained the homes
     * @param owners the accounts that had homes
     * @param otherOwners what to do so that homes from elsewhere belong to containers; empty: nothing
     */
    public record Result(
            Path home,
            String host,
            Path storage,
            String snapshot,
            String time,
            boolean isSameEngine,
            boolean mayHaveOtherHosts,
            boolean hasHomes,
            List<String> owners,
            Optional<String> otherOwners) {
        public Result {
            owners = List.copyOf(owners);
        }
    }

    /**
     * Restores a backup.
     *
     * @param wanted the id of the backup; empty: the newest one
     * @throws StackFailure if it is not possible, before anything is changed, or if the restoration fails
     */
    public Result restore(String wanted, Consumer<String> progress) {
        requireStopped(home);
        Path draft = home.resolve(DRAFT);
        try {
            if (Files.exists(draft.resolve(COMPLETE))) {
                requireSame(draft, wanted);
                progress.accept("continuing a restoration that was interrupted");
            } else {
                prepare(draft, wanted, progress);
            }
            return finish(draft);
        } catch (IOException e) {
            throw new StackFailure("Cannot restore to %s: %s".formatted(home, e), e);
        }
    }

    /**
     * Checks that no restoration was interrupted.
     *
     * @param home the directory of an installation
     * @throws StackFailure if only a part of the files may be in their places
     */
    public static void requireNone(Path home) {
        if (Files.exists(home.resolve(DRAFT).resolve(COMPLETE))) {
            throw new StackFailure("A restoration to %s was interrupted. Repeat its ./dcm restore.".formatted(home));
        }
    }

    private static void requireSame(Path draft, String wanted) throws IOException {
        String begun = Files.readString(draft.resolve(COMPLETE)).strip();
        if (!wanted.isEmpty() && !begun.startsWith(wanted) && !wanted.startsWith(begun)) {
            throw new StackFailure(
                    "The restoration of the backup %s was interrupted. Complete it first: ./dcm restore DIRECTORY --snapshot %s"
                            .formatted(begun, begun));
        }
    }

    /** Restores the homes to their place, and all other files to the draft. */
    private void prepare(Path draft, String wanted, Consumer<String> progress) throws IOException {
        requireEmpty(home);
        repository.requireExists();
        List<Snapshot> snapshots = repository.snapshots();
        Snapshot snapshot = Repository.select(snapshots, wanted, repository.location());
        Manifest manifest = Manifest.parse(repository.read(snapshot.id(), Manifest.FILE));
        manifest.requireReadableBy(Versions.of("dcm"));
        progress.accept("restoring the backup %s of %s, made by DCM %s"
                .formatted(snapshot.id(), manifest.time(), manifest.version()));
        if (!snapshot.hasHomes()) {
            newestWithHomes(snapshots, snapshot.installation())
                    .ifPresent(other ->
                            progress.accept("this backup has no homes; the newest one with homes is %s of %s"
                                    .formatted(other.id(), other.time().truncatedTo(ChronoUnit.SECONDS))));
        }
        delete(draft); // of one that was interrupted
        Files.createDirectories(home);
        Files.createDirectory(draft, Secrets.OWNER_ONLY_DIRECTORY);
        Path files = Files.createDirectory(draft.resolve(InstallationCopy.DIRECTORY), Secrets.OWNER_ONLY_DIRECTORY);
        repository.restore(snapshot.id(), InstallationCopy.DIRECTORY, files, progress);
        if (manifest.hasImageRegistry()) {
            Path images = files.resolve("data").resolve(Backup.IMAGE_REGISTRY);
            repository.restore(snapshot.id(), Backup.IMAGE_REGISTRY, images, progress);
        }
        Configuration settings = settings(files);
        manifest.requireSameOwners(
                engine(settings, manifest).map(EngineFacts::rootUid).orElse(-1));
        requireMounted(manifest, storage(settings));
        if (manifest.hasHomes()) {
            restoreHomes(snapshot, manifest, storage(settings), progress);
        }
        PostgresServer.own(files.resolve("data/postgres"));
        Files.writeString(draft.resolve(Manifest.FILE), manifest.text());
        requireEmpty(home); // others may have written to it in this time
        Path mark = Files.writeString(draft.resolve(COMPLETE + ".new"), snapshot.id());
        SystemCommand.run("sync");
        Files.move(mark, draft.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<Snapshot> newestWithHomes(List<Snapshot> snapshots, String installation) {
        return snapshots.reversed().stream()
                .filter(snapshot ->
                        snapshot.hasHomes() && snapshot.installation().equals(installation))
                .findFirst();
    }

    /** Moves the files to their places. Each step can be repeated. */
    private Result finish(Path draft) throws IOException {
        String snapshot = Files.readString(draft.resolve(COMPLETE)).strip();
        Manifest manifest = Manifest.parse(Files.readString(draft.resolve(Manifest.FILE)));
        Path files = draft.resolve(InstallationCopy.DIRECTORY);
        if (Files.exists(files)) {
            moveIntoPlace(files);
        }
        ReplacedEngine.permit(home);
        LastBackup.done(repository.location(), Instant.parse(manifest.time()), snapshot)
                .store(home);
        Configuration settings = settings(home);
        SystemCommand.run("sync");
        Files.deleteIfExists(storage(settings).resolve(INCOMPLETE_HOMES));
        Files.deleteIfExists(draft.resolve(COMPLETE)); // first, because it promises the rest
        delete(draft);
        Optional<EngineFacts> engine = engine(settings, manifest);
        return new Result(
                home,
                manifest.host(),
                storage(settings),
                snapshot,
                manifest.time(),
                engine.map(EngineFacts::id).filter(manifest.engine()::equals).isPresent(),
                settings.value("DCM_CLUSTER_ADDRESS").isPresent(),
                manifest.hasHomes(),
                manifest.owners(),
                manifest.otherOwners(engine.map(EngineFacts::rootUid).orElse(-1)));
    }

    /** Only single settings are read, because others may name files that are not in the backup. */
    private Configuration settings(Path directory) {
        Map<String, String> there = new HashMap<>(environment);
        there.put("DCM_HOME", directory.toString());
        return new Configuration(programs, there);
    }

    private Path storage(Configuration settings) {
        return settings.value("DCM_STORAGE")
                .map(directory -> Path.of(directory).toAbsolutePath())
                .orElse(home.resolve("data/storage"));
    }

    private static Optional<EngineFacts> engine(Configuration settings, Manifest manifest) {
        return EngineFacts.of(
                settings.value("DOCKER_HOST").orElse(Installation.DEFAULT_DOCKER_HOST), manifest.installation());
    }

    /** The worker would create an empty directory where a disk with homes must be mounted. */
    private void requireMounted(Manifest manifest, Path homes) {
        if (!manifest.owners().isEmpty() && !homes.startsWith(home) && !Files.isDirectory(homes)) {
            throw new StackFailure(("The directory of homes, %s, does not exist. If it is on another disk, mount it."
                            + " Otherwise, create it, or set DCM_STORAGE to another one, for restore and the first up.")
                    .formatted(homes));
        }
    }

    private void restoreHomes(Snapshot snapshot, Manifest manifest, Path homes, Consumer<String> progress)
            throws IOException {
        Path incomplete = homes.resolve(INCOMPLETE_HOMES);
        String begun = Files.exists(incomplete) ? Files.readString(incomplete).strip() : "";
        List<String> present = HomesSource.owners(homes);
        if (!present.isEmpty() && !begun.equals(snapshot.id())) {
            String remedy = begun.isEmpty()
                    ? "Move them away, so that those in the backup do not replace newer files; or, to keep them, set"
                            + " DCM_STORAGE to another directory, for restore and the first up."
                    : "They are of the backup %s, whose restoration was interrupted. Repeat that one with --snapshot %s, or delete them."
                            .formatted(begun, begun);
            throw new StackFailure(
                    "%s contains homes already, such as %s. %s".formatted(homes, present.getFirst(), remedy));
        }
        Files.createDirectories(homes);
        Files.writeString(incomplete, snapshot.id());
        if (HomesSource.isBtrfs(homes)) {
            createSubvolumes(manifest.owners(), homes, progress);
        }
        repository.restore(snapshot.id(), Repository.HOMES, homes, progress);
    }

    /** Quotas need a subvolume for each owner. */
    private static void createSubvolumes(List<String> owners, Path homes, Consumer<String> progress) {
        try {
            for (String owner : owners) {
                if (!Files.exists(homes.resolve(owner))) {
                    SystemCommand.run(
                            "btrfs", "subvolume", "create", homes.resolve(owner).toString());
                }
            }
        } catch (StackFailure e) {
            progress.accept("homes become plain directories, which have no quotas of btrfs: " + e.getMessage());
        }
    }

    /** The settings are last: until then, the directory has no installation. */
    private void moveIntoPlace(Path files) throws IOException {
        Path data = files.resolve("data");
        if (Files.exists(data)) {
            Files.createDirectories(home.resolve("data"));
            for (Path part : children(data)) {
                RestoredFile.move(part, home.resolve("data").resolve(part.getFileName()));
            }
            Files.delete(data);
        }
        if (Files.exists(files.resolve("secrets"))) {
            delete(home.resolve("secrets")); // of another command; there were none when the restoration began
        }
        Path settings = files.resolve("installation.properties");
        for (Path part : children(files)) {
            if (!part.equals(settings)) {
                RestoredFile.move(part, home.resolve(part.getFileName()));
            }
        }
        if (Files.exists(settings)) {
            Path place = SettingsFile.of(programs, home).path();
            Files.createDirectories(place.getParent());
            RestoredFile.move(settings, place);
        }
        Files.delete(files);
    }

    private static void requireStopped(Path home) {
        if (PartProcesses.anyRuns(ProgramFiles.current(), home)) {
            throw new StackFailure("DCM runs in %s. Restore on an empty machine, or set DCM_HOME to an empty directory."
                    .formatted(home));
        }
    }

    /**
     * Checks that there is no installation. Homes may be there, because their disk may have survived.
     *
     * @throws StackFailure if there is one, or a part of one
     */
    static void requireEmpty(Path home) {
        requireStopped(home);
        Path settings = SettingsFile.of(ProgramFiles.current(), home).path();
        try {
            List<Path> found = Stream.of(
                            unless(home.resolve("data"), Set.of("storage")).stream(),
                            unless(home.resolve("secrets"), Set.of("installation-id")).stream(),
                            Stream.of(home.resolve("tls"), home.resolve("installation.properties"), settings)
                                    .distinct()
                                    .filter(Files::exists))
                    .flatMap(each -> each)
                    .toList();
            if (found.equals(List.of(settings))) {
                throw new StackFailure(
                        "The settings of an installation are in %s. A restoration replaces nothing. Move the file away."
                                .formatted(settings));
            }
            if (!found.isEmpty()) {
                throw new StackFailure(
                        ("%s contains an installation of DCM or a part of one. A restoration replaces nothing. Set DCM_HOME to"
                                        + " an empty directory; or, if you no longer need it: ./dcm down --all, and delete: %s")
                                .formatted(
                                        home, found.stream().map(Path::toString).collect(Collectors.joining(" "))));
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(home, e), e);
        }
    }

    /** What is in a directory, except for empty directories, on which disks may be mounted. */
    private static List<Path> unless(Path directory, Set<String> names) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            for (Path path : children(directory)) {
                boolean isExpected = names.contains(path.getFileName().toString());
                if (!isExpected && !(Files.isDirectory(path) && isEmpty(path))) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        return children(directory).stream().allMatch(path -> path.endsWith("lost+found"));
    }

    private static List<Path> children(Path directory) throws IOException {
        return RestoredFile.children(directory);
    }

    private static void delete(Path directory) {
        SystemCommand.run("rm", "-rf", directory.toString());
    }
}
