package dcm.worker.host;

import dcm.contract.identity.HostName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The exclusive lock for being this host's worker. The kernel releases it when the process ends, even by a crash. */
public final class HostLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HostLock.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Path DIRECTORY = Path.of("/run/dcm");

    private final FileChannel channel;

    private HostLock(FileChannel channel) {
        this.channel = channel;
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
        Path file = DIRECTORY.resolve(installation + "-" + host + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HostLock(channel));
    }

    /** Whether a worker of an installation runs on this machine, on whichever host name. */
    public static boolean isHeld(String installation) throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, installation + "-*.lock")) {
            for (Path file : files) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() == null) {
                        return true;
                    }
                } catch (OverlappingFileLockException ownLock) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
