package dcm.worker.host;

import dcm.contract.identity.HostName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The exclusive lock for being this host's worker. The kernel releases it when the process ends, even by a crash. */
public final class HostLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HostLock.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Path DIRECTORY = Path.of("/run/dcm");
    private static final String SUFFIX = ".lock";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** The locked files of this process. When it closes any channel of such a file, Linux releases its lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HostLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        OWN.add(file);
    }

    /** Acquires the lock; waits while another process of this machine holds it. */
    public static HostLock acquire(String installation, HostName host) throws IOException, InterruptedException {
        Optional<HostLock> lock = tryAcquire(installation, host);
        if (lock.isEmpty()) {
            LOG.warnf("worker waits for the end of another worker of the host: host=%s", host);
        }
        while (lock.isEmpty()) {
            Thread.sleep(PAUSE);
            lock = tryAcquire(installation, host);
        }
        return lock.get();
    }

    /** Acquires the lock; empty while another process of this machine holds it. */
    static Optional<HostLock> tryAcquire(String installation, HostName host) throws IOException {
        Files.createDirectories(DIRECTORY);
        Path file = DIRECTORY.resolve(installation + "-" + host + SUFFIX);
        // Others must not be able to read the file, because anyone who can open it can lock it.
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.setPosixFilePermissions(file, OWNER_ONLY); // versions before 0.11 left it readable
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HostLock(file, channel));
    }

    /** The workers that run on this machine, each as {@code INSTALLATION-HOST}. */
    public static Set<String> held() throws IOException {
        Set<String> held = new TreeSet<>();
        if (Files.isDirectory(DIRECTORY)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "*" + SUFFIX)) {
                for (Path file : files) {
                    if (isHeld(file)) {
                        String name = file.getFileName().toString();
                        held.add(name.substring(0, name.length() - SUFFIX.length()));
                    }
                }
            }
        }
        return held;
    }

    private static boolean isHeld(Path file) throws IOException {
        if (OWN.contains(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OWN.remove(file);
    }
}
