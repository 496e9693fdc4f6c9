package dcm.worker;

import dcm.contract.report.Finding;
import dcm.worker.doctor.DiskUse;
import dcm.worker.doctor.Doctor;
import dcm.worker.heartbeat.Heartbeat;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.lifecycle.WorkerState.Running;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The metrics of this host. A scrape reads results of the last heartbeat and check, so that a slow disk or engine cannot delay it. */
final class HostMetrics {
    private HostMetrics() {}

    static void registerRun(WorkerRun run, MeterRegistry metrics) {
        Gauge.builder(
                        "dcm.worker.running",
                        run,
                        of -> of.state() instanceof Running && of.problem().isEmpty() ? 1 : 0)
                .description("1 while the worker processes orders without a problem")
                .register(metrics);
    }

    static void registerHost(Heartbeat heartbeat, Doctor doctor, MeterRegistry metrics) {
        Gauge.builder("dcm.worker.containers", heartbeat, Heartbeat::containers)
                .description("Containers of the installation on this host")
                .register(metrics);
        for (Finding.Level level : Finding.Level.values()) {
            Gauge.builder("dcm.worker.findings", doctor, of -> of.count(level))
                    .description("Results of the checks on this host")
                    .tag("level", name(level))
                    .register(metrics);
        }
        for (DiskUse use : DiskUse.values()) {
            Gauge.builder("dcm.worker.disk.free.bytes", doctor, of -> of.freeBytes(use))
                    .description("Free space of the filesystem")
                    .tag("disk", name(use))
                    .register(metrics);
            Gauge.builder("dcm.worker.disk.size.bytes", doctor, of -> of.totalBytes(use))
                    .description("Size of the filesystem")
                    .tag("disk", name(use))
                    .register(metrics);
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
