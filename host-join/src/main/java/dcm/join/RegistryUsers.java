package dcm.join;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * The users of the installation's image registry: a file in the format of htpasswd, which the registry reads again when it has
 * changed. Safe for concurrent processes.
 */
public final class RegistryUsers {
    /** The minimum. The registry checks a password with each request, and passwords have 192 random bits. */
    private static final int BCRYPT_COST = 4;

    private static final int SALT_BYTES = 16;

    /** A FileLock does not exclude other threads of the same process. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;

    /** @param file in an existing directory; created with the first user */
    public RegistryUsers(Path file) {
        this.file = file;
    }

    /** A change of the file. */
    private interface Change {
        /** @param lines by user */
        void apply(Map<String, String> lines);
    }

    /** Adds a user, or replaces the password. */
    public void put(String user, String password) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        String line =
                user + ":" + OpenBSDBCrypt.generate("2y", password.getBytes(StandardCharsets.UTF_8), salt, BCRYPT_COST);
        change(lines -> lines.put(user, line));
    }

    /** Deletes all users that {@code kept} does not accept. */
    public void retain(Predicate<String> kept) throws IOException {
        change(lines -> lines.keySet().removeIf(kept.negate()));
    }

    /** The names of all users. */
    public Set<String> names() throws IOException {
        return new TreeSet<>(read().keySet());
    }

    private void change(Change change) throws IOException {
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PrivateFile.OWNER_ONLY);
                FileLock lock = channel.lock()) {
            Map<String, String> lines = read();
            Map<String, String> before = Map.copyOf(lines);
            change.apply(lines);
            if (lock.isValid() && !lines.equals(before)) {
                write(lines);
            }
        } finally {
            THREADS.unlock();
        }
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int end = line.indexOf(':');
                if (end > 0) {
                    lines.put(line.substring(0, end), line);
                }
            }
        } catch (NoSuchFileException none) {
            return lines;
        }
        return lines;
    }

    private void write(Map<String, String> lines) throws IOException {
        PrivateFile.replace(
                file, lines.values().stream().map(line -> line + "\n").collect(Collectors.joining()));
    }
}
