package dcm.cli.config;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The user's directory with the files of this program, which only the user can read. Files are replaced as a whole. */
public final class ConfigDirectory {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** A file lock excludes other processes, but not other threads. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path path;

    public ConfigDirectory(Path path) {
        this.path = path;
    }

    /** {@code dcm} in {@code XDG_CONFIG_HOME}, or in {@code .config} of the home directory. */
    public static ConfigDirectory of(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path parent = base.isEmpty() || !Path.of(base).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(base);
        return new ConfigDirectory(parent.resolve("dcm"));
    }

    /** The content of a file; empty if there is none. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", name, e);
        }
    }

    /** Replaces a file. Readers see the former or the new content. */
    public void write(String name, String content) {
        Path file = path.resolve(name);
        try {
            createDirectories(Objects.requireNonNull(file.getParent()));
            Path next = Files.createTempFile(
                    Objects.requireNonNull(file.getParent()), ".new", "", onlyForOwner("rw-------"));
            try {
                try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                    channel.write(StandardCharsets.UTF_8.encode(content));
                    channel.force(true);
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw failure("write", name, e);
        }
    }

    public void delete(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            throw failure("delete", name, e);
        }
    }

    /** Runs {@code action} while no other process or thread runs one with the same lock. */
    public <T> T locked(String lock, Supplier<T> action) {
        Path file = path.resolve(lock);
        THREADS.lock();
        try {
            createDirectories(Objects.requireNonNull(file.getParent()));
            if (!Files.exists(file)) {
                createEmpty(file);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("the lock is not valid");
                }
                return action.get();
            }
        } catch (IOException e) {
            throw failure("lock", lock, e);
        } finally {
            THREADS.unlock();
        }
    }

    private static void createEmpty(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), onlyForOwner("rw-------"))) {
            channel.force(false);
        }
    }

    private static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, onlyForOwner("rwx------"));
        }
    }

    private static FileAttribute<?>[] onlyForOwner(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private CommandFailure failure(String action, String name, IOException e) {
        return new CommandFailure(
                ExitCode.FAILED, "Cannot %s %s: %s".formatted(action, path.resolve(name), e.getMessage()));
    }
}
