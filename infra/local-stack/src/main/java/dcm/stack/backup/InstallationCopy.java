package dcm.stack.backup;

import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.kafka.LogCopy;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.PausedProcess;
import dcm.stack.postgres.DatabaseCopy;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Copies the log, the databases, the secrets and the settings of an installation as they are at one moment. Nothing is stopped: the
 * broker is paused for that moment, so that requests wait, and nothing that was acknowledged is missing.
 */
public final class InstallationCopy {
    /** The directory of the copy, with the paths of the installation's directory. */
    static final String DIRECTORY = "home";

    /** A broker that is paused for longer could lose its place in the cluster, and clients their patience. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** All other data can be computed from these, or belong to the engine or the machine. */
    private static final List<String> FILES = List.of("secrets", "tls");

    private static final List<String> DATA_FILES =
            List.of("gateway", "first-administrator", "password-policy", "removed-by-down", "sign-in-maker", "swarm");

    private final Installation installation;
    private final Path copy;

    /** @param target an empty directory on the installation's filesystem */
    public InstallationCopy(Installation installation, Path target) {
        this.installation = installation;
        this.copy = target.resolve(DIRECTORY);
    }

    /**
     * Makes the copy. No part may be started or stopped meanwhile.
     *
     * @param broker finds the broker's process; empty: it does not run
     * @return for how long the broker was paused
     */
    public Duration make(Supplier<OptionalLong> broker, Consumer<String> progress) {
        try {
            Files.createDirectories(copy.resolve("data"));
            Files.setPosixFilePermissions(copy, Secrets.OWNER_ONLY);
            LogCopy log = new LogCopy(installation.data("kafka"), data("kafka"));
            FileStore store = Files.getFileStore(copy);
            requireSpace(
                    log.bytes() + bytes(installation.data("postgres")) + copiedArchive(store),
                    store.getUsableSpace(),
                    store.getTotalSpace());
            log.begin();
            linkLogArchive();
            progress.accept("copying the databases");
            Files.createDirectories(data("postgres"));
            Duration pause;
            try (DatabaseCopy databases =
                    DatabaseCopy.begin(installation, data("postgres").resolve("cluster"))) {
                // The broker may have ended during the first steps.
                pause = copyAtOneMoment(broker, log, databases);
            }
            progress.accept("copied the log, the databases, the secrets and the settings");
            return pause;
        } catch (IOException e) {
            throw new StackFailure("Cannot copy the installation to %s: %s".formatted(copy, e), e);
        }
    }

    /** Containers and the log must be able to grow while the copy exists. */
    void requireSpace(long needed, long usable, long total) {
        long free = Math.max(0, usable - total / 20);
        if (needed > free) {
            throw new StackFailure(
                    "The copy needs %s in %s while the backup is made, but only %s are free, apart from a twentieth that must stay free."
                            .formatted(Repository.size(needed), copy.getParent(), Repository.size(free)));
        }
    }

    private static long bytes(Path directory) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path deleted, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }

    /** Whether the copy has a file of the installation. */
    static boolean contains(Installation installation, Path file) {
        return FILES.stream().map(installation.home()::resolve).anyMatch(file::startsWith);
    }

    private Duration copyAtOneMoment(Supplier<OptionalLong> broker, LogCopy log, DatabaseCopy databases) {
        long began = System.nanoTime();
        OptionalLong process = broker.get();
        if (process.isEmpty()) {
            copyRest(log, databases);
            if (broker.get().isPresent()) { // systemd starts it without the launcher's lock
                throw new StackFailure("Kafka was started while its files were copied. Make the backup again.");
            }
            return Duration.ZERO;
        }
        try (PausedProcess paused = PausedProcess.pause(process.getAsLong(), LONGEST_PAUSE)) {
            copyRest(log, databases);
            paused.requireStillPaused();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void copyRest(LogCopy log, DatabaseCopy databases) {
        log.complete();
        databases.finish();
        copy(installation.home(), FILES, copy);
        Path settings = installation.settingsFile().current();
        copy(
                Objects.requireNonNull(settings.getParent()),
                List.of(settings.getFileName().toString()),
                copy);
        copy(installation.home().resolve("data"), DATA_FILES, copy.resolve("data"));
    }

    /** How many bytes of the log's archive must be copied: all, or none where they can be linked. */
    private long copiedArchive(FileStore store) throws IOException {
        Path archive = installation.logArchive();
        boolean isCopied =
                Files.isDirectory(archive) && !Files.getFileStore(archive).equals(store);
        return isCopied ? bytes(archive.toRealPath()) : 0;
    }

    /** Files of the log's archive never change, and nothing compacts the log meanwhile. */
    private void linkLogArchive() {
        Path archive = installation.logArchive();
        if (!Files.isDirectory(archive)) {
            return;
        }
        // An administrator may have replaced the directory by a link to another disk.
        List<String> command = List.of(
                "cp",
                "--archive",
                "--no-target-directory",
                archive + "/.",
                data("log-archive").toString());
        try {
            SystemCommand.run(
                    Stream.concat(command.stream(), Stream.of("--link")).toList());
        } catch (StackFailure anotherFilesystem) {
            SystemCommand.run(Stream.concat(command.stream(), Stream.of("--remove-destination"))
                    .toList());
        }
    }

    private static void copy(Path from, List<String> names, Path to) {
        List<String> command = new ArrayList<>(List.of("cp", "--archive"));
        names.stream()
                .map(from::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .forEach(command::add);
        if (command.size() > 2) {
            command.add(to.toString());
            SystemCommand.run(command);
        }
    }

    private Path data(String name) {
        return copy.resolve("data").resolve(name);
    }
}
