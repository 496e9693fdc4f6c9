package dcm.stack.backup;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Printable;
import dcm.join.JoinedHosts;
import dcm.stack.backup.Repository.Retention;
import dcm.stack.backup.Repository.Stored;
import dcm.stack.engine.EngineFacts;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes a backup of an installation, which may run. */
public final class Backup {
    static final String IMAGE_REGISTRY = "image-registry";

    private final Installation installation;
    private final Repository repository;

    public Backup(Installation installation, Repository repository) {
        this.installation = installation;
        this.repository = repository;
    }

    /** Copies the installation to an empty directory, and returns for how long the broker was paused. */
    @FunctionalInterface
    public interface Copying {
        Duration copyTo(Path target);
    }

    /**
     * A backup that was made.
     *
     * @param snapshot its id
     * @param time of its content
     * @param bytes the size of all files
     * @param addedBytes what it has added to the repository
     * @param pause for how long requests waited
     * @param deleted how many old backups were deleted
     * @param notices what it does not contain, and what could not be read
     */
    public record Result(
            String snapshot,
            String time,
            long bytes,
            long addedBytes,
            Duration pause,
            int deleted,
            List<String> notices) {
        public Result {
            notices = List.copyOf(notices);
        }
    }

    /**
     * Makes the backup.
     *
     * @throws StackFailure if it fails; the installation continues as before
     */
    public Result make(Copying copying, boolean withHomes, Retention retention, Consumer<String> progress) {
        requireOwnServers();
        requireOutside();
        try (var _ = new BackupLock(installation.home())) {
            return makeAndRecord(copying, withHomes, retention, progress);
        }
    }

    private Result makeAndRecord(Copying copying, boolean withHomes, Retention retention, Consumer<String> progress) {
        try {
            ensureRepository(progress);
            return make(copying, withHomes, retention, progress, Instant.now());
        } catch (IOException e) {
            StackFailure failure = new StackFailure("Cannot use the directory %s: %s".formatted(drafts(), e), e);
            record(failure);
            throw failure;
        } catch (StackFailure e) {
            record(e);
            throw e;
        }
    }

    /** If only the deletion of old backups has failed, the new one is recorded already. */
    private void record(StackFailure failure) {
        try {
            LastBackup.failed(
                            LastBackup.of(installation.home()),
                            repository.location(),
                            Printable.sentence(String.valueOf(failure.getMessage())))
                    .store(installation.home());
        } catch (StackFailure unrecorded) {
            failure.addSuppressed(unrecorded);
        }
    }

    /** A part of an installation cannot be restored. */
    private void requireOwnServers() {
        if (installation.foreignBroker().isPresent()
                || installation.foreignDatabases().isPresent()) {
            throw new StackFailure(
                    "This installation uses a Kafka or PostgreSQL that others run, which ./dcm backup does not copy. Back them up with their own tools, together with %s."
                            .formatted(installation.home()));
        }
    }

    /** A backup there would be lost together with what it is a backup of, and would contain itself. */
    private void requireOutside() {
        if (!repository.location().startsWith("/")) {
            return;
        }
        Path place = withoutLinks(Path.of(repository.location()));
        for (Path directory : List.of(installation.home(), installation.storage())) {
            if (place.startsWith(withoutLinks(directory))) {
                throw new StackFailure(
                        "%s is in %s, which belongs to the installation. Choose a directory outside of it, on another disk if possible."
                                .formatted(repository.location(), directory));
            }
        }
    }

    /** The same place, of which the last directories need not exist. */
    private static Path withoutLinks(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notYet) {
            Path parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : withoutLinks(parent).resolve(path.getFileName());
        }
    }

    private void ensureRepository(Consumer<String> progress) {
        Optional<LastBackup.Success> last = LastBackup.of(installation.home())
                .map(LastBackup::success)
                .filter(success -> success.location().equals(repository.location()));
        if (repository.exists()) {
            return;
        }
        if (last.isPresent()) {
            throw new StackFailure(
                    ("%s had backups, the last one of %s, and has none now. If they are on another disk, mount it. To begin"
                                    + " anew there, delete %s.")
                            .formatted(repository.location(), last.get().time(), drafts().resolve("last.json")));
        }
        repository.create();
        progress.accept("created %s. Keep the password in another place, too: nobody can read the backups without it."
                .formatted(repository.location()));
    }

    private Result make(
            Copying copying, boolean withHomes, Retention retention, Consumer<String> progress, Instant time)
            throws IOException {
        Path draft = drafts().resolve("draft");
        delete(draft); // of a backup that was killed
        try {
            Files.createDirectory(draft, Secrets.OWNER_ONLY_DIRECTORY);
            Duration pause = copying.copyTo(draft);
            Manifest manifest = manifest(time, withHomes);
            Files.writeString(draft.resolve(Manifest.FILE), manifest.text());
            Stored stored = withHomes ? storeWithHomes(draft, progress) : store(draft, Map.of(), false, progress);
            LastBackup.done(repository.location(), time, stored.snapshot()).store(installation.home());
            int deleted = repository.retain(retention, installation.id());
            return new Result(
                    stored.snapshot(),
                    manifest.time(),
                    stored.bytes(),
                    stored.addedBytes(),
                    pause,
                    deleted,
                    notices(manifest, stored));
        } finally {
            delete(draft);
        }
    }

    private Stored storeWithHomes(Path draft, Consumer<String> progress) throws IOException {
        Path place = Files.createDirectory(draft.resolve(Repository.HOMES));
        if (!Files.isDirectory(installation.storage())) {
            return store(draft, Map.of(), true, progress);
        }
        try (HomesSource homes = HomesSource.open(installation.storage(), progress)) {
            return store(draft, homes.mounts(place), true, progress);
        }
    }

    /** Files in the image registry never change, so they are read where they are, after the log that refers to them. */
    private Stored store(Path draft, Map<Path, Path> homes, boolean hasHomes, Consumer<String> progress)
            throws IOException {
        Map<Path, Path> mounts = new LinkedHashMap<>(homes);
        List<String> excluded = new ArrayList<>(HomesSource.excluded(draft.resolve(Repository.HOMES)));
        if (hasImageRegistry()) {
            Path place = Files.createDirectory(draft.resolve(IMAGE_REGISTRY));
            mounts.put(place, installation.data(IMAGE_REGISTRY));
            excluded.add(place + "/**/_uploads");
        }
        return repository.store(draft, mounts, excluded, installation.id(), hasHomes, progress);
    }

    private boolean hasImageRegistry() {
        return installation.runsImageRegistry() && Files.isDirectory(installation.data(IMAGE_REGISTRY));
    }

    private Manifest manifest(Instant time, boolean withHomes) {
        Path usual = installation.home().resolve("data/storage");
        Optional<EngineFacts> engine = EngineFacts.of(installation);
        return new Manifest(
                Manifest.FORMAT,
                Versions.of("dcm"),
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                installation.id(),
                installation.hostName(),
                engine.map(EngineFacts::id).orElse(""),
                engine.map(EngineFacts::rootUid).orElse(-1),
                installation.storage().equals(usual)
                        ? null
                        : installation.storage().toString(),
                HomesSource.owners(installation.storage()),
                withHomes,
                hasImageRegistry());
    }

    private List<String> notices(Manifest manifest, Stored stored) throws IOException {
        List<String> notices = new ArrayList<>();
        if (!manifest.hasHomes() && !manifest.owners().isEmpty()) {
            notices.add(
                    "The homes of %d accounts in %s are not in the backup. Back them up in another way, or use --homes."
                            .formatted(manifest.owners().size(), installation.storage()));
        }
        Set<HostName> others = new JoinedHosts(installation.invitations()).hosts();
        if (!installation.storageShared() && !others.isEmpty()) {
            notices.add("Homes on these hosts are not in the backup: %s. Back them up there in another way."
                    .formatted(others.stream().map(HostName::value).collect(Collectors.joining(", "))));
        }
        List<Path> files = installation.namedFiles().values().stream()
                .filter(file -> !InstallationCopy.contains(installation, file))
                .toList();
        if (!files.isEmpty()) {
            notices.add("Settings name these files, which are not in the backup: %s. Back them up in another way."
                    .formatted(files.stream().map(Path::toString).collect(Collectors.joining(", "))));
        }
        long images = installation.runsImageRegistry()
                ? 0
                : EngineFacts.of(installation).map(EngineFacts::imagesOfUsers).orElse(0L);
        if (images > 0) {
            notices.add(
                    "%s in the engine, and not in the backup. With DCM_IMAGE_REGISTRY=true, new ones are; users can keep copies of others: 'image export'."
                            .formatted(
                                    images == 1
                                            ? "One image of a user is only"
                                            : images + " images of users are only"));
        }
        if (!stored.unreadable().isEmpty()) {
            notices.add(
                    "Some files in homes could not be read, and are not in the backup. Perhaps they were deleted meanwhile: "
                            + String.join("; ", stored.unreadable()));
        }
        return notices;
    }

    private Path drafts() {
        return installation.home().resolve("backup");
    }

    private static void delete(Path directory) {
        SystemCommand.run("rm", "-rf", "--one-file-system", directory.toString());
    }
}
