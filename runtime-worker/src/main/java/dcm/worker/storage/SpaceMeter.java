package dcm.worker.storage;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.Report;
import dcm.worker.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;

/** Measures now and then what people have on the disk: in their homes, and in containers outside of them. */
public final class SpaceMeter implements AutoCloseable {
    /** How often it is looked at what filesystems count by themselves. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final HomeMeter homes;
    private final DiskMeter disks;
    private final Duration period;
    private final Thread thread = Thread.ofVirtual().name("space-meter").unstarted(this::run);

    /** Takes what was measured. */
    @FunctionalInterface
    public interface Telling {
        void tell(OwnerName owner, Report measured) throws InterruptedException;
    }

    public SpaceMeter(HostName host, Path root, Engine engine, SpaceQuotas quotas, Duration period, Telling telling) {
        this.homes = new HomeMeter(host, root, quotas, telling::tell);
        this.disks = new DiskMeter(host, engine, quotas, telling::tell);
        this.period = period;
    }

    public SpaceMeter start() {
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
                homes.measure();
                disks.measure();
                long again = System.nanoTime() + period.toNanos();
                while (System.nanoTime() < again) {
                    Thread.sleep(Math.min(LOOK.toMillis(), period.toMillis()));
                    homes.measureCounted();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
