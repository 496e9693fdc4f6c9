package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.AccountReport.HomesSeen;
import dcm.worker.report.ObservationReporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Measures the size of owners' homes and reports significant changes. Uses the filesystem's quota counters if there are
 * any; otherwise {@code du} at low priority, which follows no links.
 */
final class HomeMeter {
    private static final Logger LOG = Logger.getLogger(HomeMeter.class);

    private final HostName host;
    private final Path root;
    private final ObservationReporter reporter;
    private final FilesystemQuotas quotas;
    private final Map<OwnerName, HomesSeen> reported = new HashMap<>();

    HomeMeter(HostName host, Path root, FilesystemQuotas quotas, ObservationReporter reporter) {
        this.host = host;
        this.root = root;
        this.quotas = quotas;
        this.reporter = reporter;
    }

    /** Measures all homes one after the other. */
    void measure() throws InterruptedException {
        measure(owner -> true);
    }

    /** Measures only the homes whose size the filesystem counts, which is cheap. */
    void measureCounted() throws InterruptedException {
        measure(owner -> quotas.used(owner).isPresent());
    }

    private void measure(Predicate<OwnerName> wanted) throws InterruptedException {
        try (DirectoryStream<Path> owners = Files.newDirectoryStream(root)) {
            for (Path directory : owners) {
                measure(directory, wanted);
            }
        } catch (IOException e) {
            LOG.warnf("homes could not be measured: reason=%s", e.toString());
        }
    }

    private void measure(Path directory, Predicate<OwnerName> wanted) throws InterruptedException {
        try {
            OwnerName owner = new OwnerName(directory.getFileName().toString());
            if (!wanted.test(owner)) {
                return;
            }
            Optional<Long> used = quotas.used(owner);
            long mebibytes = used.isPresent() ? ResourceUsage.mebibytes(used.get()) : mebibytes(directory);
            HomesSeen seen = new HomesSeen(host, mebibytes, used.isPresent());
            HomesSeen before = reported.get(owner);
            if (before == null || isSignificant(seen, before)) {
                reporter.report(owner, seen);
                reported.put(owner, seen);
            }
        } catch (InvalidValueException notAnOwner) {
            LOG.debugf("directory of no account ignored: path=%s", directory);
        } catch (IOException e) { // it may have been deleted; continue with the others
            LOG.warnf("home could not be measured: path=%s reason=%s", directory, e.toString());
        }
    }

    private static boolean isSignificant(HomesSeen seen, HomesSeen before) {
        return ChangeThreshold.isEnough(before.mebibytes(), seen.mebibytes())
                || !Objects.equals(seen.enforced(), before.enforced());
    }

    /** The disk usage in MiB, rounded up. Ignores files that disappear during the measurement. */
    static long mebibytes(Path directory) throws IOException, InterruptedException {
        Process du = new ProcessBuilder(
                        "nice", "-n", "19", "du", "--summarize", "--block-size=1M", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<String> lines = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            du.waitFor();
            if (lines.isEmpty()) {
                throw new IOException("du printed no size for " + directory);
            }
            return Long.parseLong(lines.getLast().split("\t", 2)[0]);
        } finally {
            du.destroy();
        }
    }
}
