package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.worker.report.ObservationReporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Measures the size of owners' homes and reports significant changes. Uses the filesystem's quota counters if there are
 * any; otherwise {@code du} at low priority, which follows no links. Thread-safe.
 */
final class HomeMeter {
    private static final Logger LOG = Logger.getLogger(HomeMeter.class);

    /** How long a request waits for a measurement. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** How often an unchanged size is reported again: admission discards sizes of owners who do not use the host yet. */
    private static final Duration REPEAT = Duration.ofHours(1);

    /** The number of measurements for requests that may run at the same time. */
    private static final int MAX_AT_ONCE = 2;

    /** A measurement for requests, which later requests share while it is recent. */
    private record CurrentSize(CompletableFuture<HomeSizeReported> seen, long began) {
        /** Requests may measure an owner's homes at most once per second. */
        boolean isRecent() {
            return !seen.isDone()
                    || System.nanoTime() - began < Duration.ofSeconds(1).toNanos();
        }
    }

    private record LastReport(HomeSizeReported size, Instant at) {}

    private final HostName host;
    private final Path root;
    private final ObservationReporter reporter;
    private final FilesystemQuotas quotas;
    private final InstantSource clock;
    private final Map<OwnerName, LastReport> reported = new ConcurrentHashMap<>();
    private final Map<OwnerName, CurrentSize> current = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(MAX_AT_ONCE);

    HomeMeter(HostName host, Path root, FilesystemQuotas quotas, ObservationReporter reporter) {
        this(host, root, quotas, reporter, InstantSource.system());
    }

    HomeMeter(HostName host, Path root, FilesystemQuotas quotas, ObservationReporter reporter, InstantSource clock) {
        this.host = host;
        this.root = root;
        this.quotas = quotas;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** Measures all homes one after the other. */
    void measure() throws InterruptedException {
        measure(owner -> true);
    }

    /** Measures only the homes whose size the filesystem counts, which is cheap. */
    void measureCounted() throws InterruptedException {
        measure(owner -> quotas.used(owner).isPresent());
    }

    /**
     * Measures the homes of one owner now, for a request. If that takes longer than a second, returns the last reported
     * size, and reports the new one when it is known. Empty if there is no size yet.
     */
    Optional<HomeSizeReported> measureNow(OwnerName owner) throws InterruptedException {
        Path directory = root.resolve(owner.value());
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        CompletableFuture<HomeSizeReported> seen = current.compute(
                        owner,
                        (name, known) -> known != null && known.isRecent()
                                ? known
                                : new CurrentSize(begin(owner, directory), System.nanoTime()))
                .seen();
        try {
            return Optional.of(seen.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillMeasuring) {
            return lastReported(owner);
        } catch (ExecutionException e) {
            LOG.warnf("home could not be measured: path=%s reason=%s", directory, e.getCause());
            return lastReported(owner);
        }
    }

    private Optional<HomeSizeReported> lastReported(OwnerName owner) {
        return Optional.ofNullable(reported.get(owner)).map(LastReport::size);
    }

    private CompletableFuture<HomeSizeReported> begin(OwnerName owner, Path directory) {
        var seen = new CompletableFuture<HomeSizeReported>();
        Thread.ofVirtual().name("home-size").start(() -> {
            try {
                slots.acquire();
                try {
                    seen.complete(measured(owner, directory));
                } finally {
                    slots.release();
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                seen.completeExceptionally(e);
            }
        });
        return seen;
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
            measured(owner, directory);
        } catch (InvalidValueException notAnOwner) {
            LOG.debugf("directory of no account ignored: path=%s", directory);
        } catch (IOException e) { // it may have been deleted; continue with the others
            LOG.warnf("home could not be measured: path=%s reason=%s", directory, e.toString());
        }
    }

    private HomeSizeReported measured(OwnerName owner, Path directory) throws IOException, InterruptedException {
        Optional<Long> used = quotas.used(owner);
        long mebibytes = used.isPresent() ? ResourceUsage.mebibytes(used.get()) : mebibytes(directory);
        HomeSizeReported seen = new HomeSizeReported(host, mebibytes, used.isPresent());
        LastReport last = reported.get(owner);
        Instant now = clock.instant();
        if (last == null
                || isSignificant(seen, last.size())
                || !now.isBefore(last.at().plus(REPEAT))) {
            reporter.report(owner, seen);
            reported.put(owner, new LastReport(seen, now));
        }
        return seen;
    }

    private static boolean isSignificant(HomeSizeReported seen, HomeSizeReported before) {
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
