package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomesSeen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Measures now and then what is in owners' homes, and tells what has changed by enough to be worth a record. The measuring is {@code
 * du}'s, which follows no link and leaves no filesystem, and waits for everybody else.
 */
public final class HomeMeter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HomeMeter.class);

    /** What is worth a record: so many MiB, or such a part of what was told before. */
    private static final long ENOUGH_MIB = 16;

    private static final int ENOUGH_PERCENT = 2;

    private final HostName host;
    private final Path root;
    private final Duration period;
    private final Telling telling;
    private final Map<OwnerName, Long> told = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("home-meter").unstarted(this::run);

    /** Takes what was measured. */
    @FunctionalInterface
    public interface Telling {
        void tell(OwnerName owner, HomesSeen measured) throws InterruptedException;
    }

    public HomeMeter(HostName host, Path root, Duration period, Telling telling) {
        this.host = host;
        this.root = root;
        this.period = period;
        this.telling = telling;
    }

    public HomeMeter start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                try (DirectoryStream<Path> owners = Files.newDirectoryStream(root)) {
                    for (Path directory : owners) {
                        measure(directory);
                    }
                } catch (IOException e) {
                    LOG.warnf("homes cannot be measured: %s", e.toString());
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Path directory) throws InterruptedException {
        try {
            OwnerName owner = new OwnerName(directory.getFileName().toString());
            long mebibytes = mebibytes(directory);
            Long before = told.get(owner);
            if (before == null || Math.abs(mebibytes - before) >= enough(before)) {
                telling.tell(owner, new HomesSeen(host, mebibytes));
                told.put(owner, mebibytes);
            }
        } catch (InvalidValueException nobodysHome) {
            LOG.debugf("%s is nobody's home", directory);
        } catch (IOException e) { // it may just have been removed; the others must not wait for that
            LOG.warnf("%s cannot be measured: %s", directory, e.toString());
        }
    }

    private static long enough(long before) {
        return Math.max(ENOUGH_MIB, before * ENOUGH_PERCENT / 100);
    }

    /** What is on the disk, rounded up. What goes away while it is looked at is not an error. */
    static long mebibytes(Path directory) throws IOException, InterruptedException {
        Process du = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        "du",
                        "--summarize",
                        "--one-file-system",
                        "--block-size=1M",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<String> lines = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            du.waitFor();
            if (lines.isEmpty()) {
                throw new IOException("du tells nothing of " + directory);
            }
            return Long.parseLong(lines.getLast().split("\t", 2)[0]);
        } finally {
            du.destroy();
        }
    }
}
