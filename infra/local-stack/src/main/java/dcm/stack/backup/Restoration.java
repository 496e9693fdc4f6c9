package dcm.stack.backup;

import dcm.stack.backup.Repository.Snapshot;
import dcm.stack.engine.EngineFacts;
import dcm.stack.engine.ReplacedEngine;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.PartProcess;
import dcm.stack.part.Versions;
import dcm.stack.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Restores an installation from a backup into a directory that has none. The files are complete before the first of them is moved to
 * its place, so that a restoration that fails can be repeated.
 */
public final class Restoration {
    /** Marks homes that are not complete yet. */
    private static final String INCOMPLETE = ".dcm-restoring";

    private final ProgramFiles programs;
    private final Path home;
    private final Map<String, String> environment;
    private final Repository repository;

    /**
     * A restoration.
     *
     * @param home the directory of the installation
     * @param environment with settings that take precedence over restored ones
     */
    public Restoration(ProgramFiles programs, Path home, Map<String, String> environment, Repository repository) {
        this.programs = programs;
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.repository = repository;
    }

    /**
     * What was restored.
     *
     * @param installation the installation, which does not run
     * @param snapshot the id of the backup
     * @param time of its content
     * @param isSameEngine whether the engine is the one that had the containers
     * @param hasHomes whether it contained the homes
     * @param owners the accounts that had homes
     */
    public record Result(
            Installation installation,
            String snapshot,
            String time,
            boolean isSameEngine,
            boolean hasHomes,
            List<String> owners) {
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
        requireEmpty(home);
        repository.requireExists();
        Snapshot snapshot = Repository.select(repository.snapshots(), wanted, repository.location());
        Manifest manifest = Manifest.parse(repository.read(snapshot.id(), Manifest.FILE));
        manifest.requireReadableBy(Versions.of("dcm"));
        try {
            return restore(snapshot, manifest, progress);
        } catch (IOException e) {
            throw new StackFailure("Cannot restore to %s: %s".formatted(home, e), e);
        }
    }

    private Result restore(Snapshot snapshot, Manifest manifest, Consumer<String> progress) throws IOException {
        progress.accept("restoring the backup %s of %s, made by DCM %s"
                .formatted(snapshot.id(), manifest.time(), manifest.version()));
        Path draft = home.resolve("restoration");
        SystemCommand.run("rm", "-rf", draft.toString()); // of one that was interrupted
        Files.createDirectories(home);
        Files.createDirectory(draft, Secrets.OWNER_ONLY_DIRECTORY);
        repository.restore(snapshot.id(), InstallationCopy.DIRECTORY, draft, progress);
        if (manifest.hasImageRegistry()) {
            repository.restore(
                    snapshot.id(),
                    Backup.IMAGE_REGISTRY,
                    draft.resolve("data").resolve(Backup.IMAGE_REGISTRY),
                    progress);
        }
        Installation inDraft = installationIn(draft);
        Optional<EngineFacts> engine = EngineFacts.of(inDraft);
        manifest.requireSameOwners(engine.map(EngineFacts::rootUid).orElse(-1));
        if (manifest.hasHomes()) {
            restoreHomes(snapshot, manifest, homes(inDraft), progress);
        }
        PostgresServer.own(draft.resolve("data/postgres"));
        moveIntoPlace(draft);
        Installation restored = Installation.of(programs, environment);
        ReplacedEngine.permit(restored);
        LastBackup.done(repository.location(), Instant.parse(manifest.time()), snapshot.id())
                .store(restored);
        SystemCommand.run("sync");
        boolean isSameEngine =
                engine.map(EngineFacts::id).filter(manifest.engine()::equals).isPresent();
        return new Result(
                restored, snapshot.id(), manifest.time(), isSameEngine, manifest.hasHomes(), manifest.owners());
    }

    /** The installation whose directory is the draft, with the restored settings. */
    private Installation installationIn(Path draft) {
        Map<String, String> there = new HashMap<>(environment);
        there.put("DCM_HOME", draft.toString());
        return Installation.of(programs, there);
    }

    private Path homes(Installation inDraft) {
        Path draftHomes = inDraft.home().resolve("data/storage");
        return inDraft.storage().equals(draftHomes) ? home.resolve("data/storage") : inDraft.storage();
    }

    private void restoreHomes(Snapshot snapshot, Manifest manifest, Path homes, Consumer<String> progress)
            throws IOException {
        Path incomplete = homes.resolve(INCOMPLETE);
        List<String> present = HomesSource.owners(homes);
        if (!present.isEmpty() && !Files.exists(incomplete)) {
            throw new StackFailure(
                    ("%s contains homes already, such as %s. Move them away, so that those in the backup do not replace newer"
                                    + " files; or, to keep them, set DCM_STORAGE to another directory for the restoration.")
                            .formatted(homes, present.getFirst()));
        }
        Files.createDirectories(homes);
        Files.writeString(incomplete, "");
        if (HomesSource.isBtrfs(homes)) {
            createSubvolumes(manifest.owners(), homes, progress);
        }
        repository.restore(snapshot.id(), Repository.HOMES, homes, progress);
        Files.delete(incomplete);
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
    private void moveIntoPlace(Path draft) throws IOException {
        Files.createDirectories(home.resolve("data"));
        for (Path part : children(draft.resolve("data"))) {
            move(part, home.resolve("data").resolve(part.getFileName()));
        }
        Files.delete(draft.resolve("data"));
        Files.deleteIfExists(home.resolve("secrets/installation-id")); // of another command
        Files.deleteIfExists(home.resolve("secrets"));
        Path settings = draft.resolve("installation.properties");
        for (Path part : children(draft)) {
            if (!part.equals(settings)) {
                move(part, home.resolve(part.getFileName()));
            }
        }
        move(settings, home.resolve("installation.properties"));
        Files.delete(draft);
    }

    /** The target may be an empty directory on which another disk is mounted. */
    private static void move(Path from, Path to) throws IOException {
        if (!Files.isDirectory(to)) {
            Files.move(from, to);
            return;
        }
        for (Path part : children(from)) {
            SystemCommand.run("mv", part.toString(), to.toString());
        }
        Files.delete(from);
    }

    /**
     * Checks that there is no installation. Homes may be there, because their disk may have survived.
     *
     * @throws StackFailure if there is one, or a part of one
     */
    static void requireEmpty(Path home) {
        if (PartProcess.anyRuns(home)) {
            throw new StackFailure("DCM runs in %s. Restore on an empty machine, or set DCM_HOME to an empty directory."
                    .formatted(home));
        }
        try {
            List<Path> found = Stream.of(
                            unless(home.resolve("data"), Set.of("storage")).stream(),
                            unless(home.resolve("secrets"), Set.of("installation-id")).stream(),
                            Stream.of(home.resolve("tls"), home.resolve("installation.properties"))
                                    .filter(Files::exists))
                    .flatMap(each -> each)
                    .toList();
            if (!found.isEmpty()) {
                throw new StackFailure(
                        ("%s contains an installation of DCM or a part of one: %s. A restoration replaces nothing. If you no"
                                        + " longer need it: ./dcm down --all, and delete the directory; or set DCM_HOME to an"
                                        + " empty one.")
                                .formatted(home, found.getFirst()));
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
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
