package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.Report;
import dcm.worker.engine.Engine;
import dcm.worker.supervision.Supervised;
import dcm.worker.supervision.SupervisedLoop;
import java.nio.file.Path;
import java.time.Duration;

/** Measures periodically what users have on the disk: in their homes and in their containers. */
public final class SpaceMeter implements Supervised {
    /** How often the filesystem's own counters are read. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final HomeMeter homes;
    private final DiskMeter disks;
    private final Duration period;
    private final SupervisedLoop loop = SupervisedLoop.of("space-meter", this::run);

    /** Receives a measurement. */
    @FunctionalInterface
    public interface Reporter {
        void report(OwnerName owner, Report measured) throws InterruptedException;
    }

    public SpaceMeter(
            HostName host, Path root, Engine engine, FilesystemQuotas quotas, Duration period, Reporter reporter) {
        this.homes = new HomeMeter(host, root, quotas, reporter::report);
        this.disks = new DiskMeter(host, engine, quotas, reporter::report);
        this.period = period;
    }

    public SpaceMeter start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        homes.measure();
        disks.measure();
        long again = System.nanoTime() + period.toNanos();
        while (System.nanoTime() < again) {
            Thread.sleep(Math.min(LOOK.toMillis(), period.toMillis()));
            homes.measureCounted();
        }
    }
}
