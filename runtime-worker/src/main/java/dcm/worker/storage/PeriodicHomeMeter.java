package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.report.ObservationReporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Measures the homes of all owners periodically. */
public final class PeriodicHomeMeter implements Supervised {
    /** How often the filesystem's own counters are read. */
    private static final Duration COUNTER_PERIOD = Duration.ofSeconds(10);

    private final HomeMeter homes;
    private final Duration period;
    private final SupervisedLoop loop = SupervisedLoop.of("home-meter", this::run);

    public PeriodicHomeMeter(
            HostName host, Path root, FilesystemQuotas quotas, Duration period, ObservationReporter reporter) {
        this.homes = new HomeMeter(host, root, quotas, reporter);
        this.period = period;
    }

    public PeriodicHomeMeter start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /**
     * Measures the homes of one owner now; at most once per second for each owner. Empty if the owner has none here, or
     * if the first measurement takes longer than a second.
     */
    public Optional<HomeSizeReported> homesNow(OwnerName owner) throws InterruptedException {
        return homes.measureNow(owner);
    }

    private void run() throws InterruptedException {
        homes.measure();
        long next = System.nanoTime() + period.toNanos();
        while (System.nanoTime() < next) {
            Thread.sleep(Math.min(COUNTER_PERIOD.toMillis(), period.toMillis()));
            homes.measureCounted();
        }
    }
}
