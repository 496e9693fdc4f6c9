package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Cpus;
import dcm.contract.identity.HostLabel;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.Finding;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.snapshot.HostSnapshot.Refusal;
import dcm.contract.view.HostStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A host as administrators see it. */
@Schema(examples = HostView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostView(
        String name,

        @Schema(
                description =
                        "unreachable: no report for 15 s, and longer with more than 150 hosts; cordoned: accepts no new containers; draining: cordoned,"
                                + " and running containers are stopped at drainAt; drained: drainAt has passed",
                enumeration = {"live", "unreachable", "cordoned", "draining", "drained"})
        HostStatus status,

        Instant lastSeen,

        @Schema(description = "Reason of the cordon") @Nullable
        String reason,

        @Schema(description = "When running containers are or were stopped") @Nullable
        Instant drainAt,

        String engineVersion,
        String workerVersion,

        @Schema(description = "Labels that administrators set", examples = "gpu")
        List<String> labels,

        @Schema(description = "Addresses on which ports are published, the first one for SSH")
        List<String> aliases,

        @Schema(description = "Range of the containers' SSH ports", examples = "31000-31999")
        String sshPorts,

        BigDecimal cpus,
        int memoryMiB,

        @Schema(description = "Number of containers that the kernel's limits permit; absent if unknown") @Nullable
        Integer maxContainers,

        @Schema(description = "Usage by the DCM containers on the host")
        HostUse use,

        @Schema(description = "Results of the host checks, with remedies")
        List<FindingView> findings) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "n1", "status": "live", "lastSeen": "2026-11-25T15:00:00Z", "engineVersion": "26.1.5", "workerVersion": "0.1.0", "labels": ["gpu"],
             "aliases": ["192.0.2.10", "192.0.2.11"], "sshPorts": "31000-31999", "cpus": 32, "memoryMiB": 128000,
             "maxContainers": 20000,
             "use": {"containers": 12, "running": 9, "cpus": 14.5, "memoryMiB": 40960, "ports": 7},
             "findings": [{"check": "live-restore", "level": "warning",
              "detail": "All containers stop when Docker restarts, for example during an upgrade.",
              "remedy": "Set \\"live-restore\\": true in Docker's daemon.json and reload Docker."}]}""";

    private static final Duration CLOCK_WARNING = Duration.ofSeconds(2);
    private static final Duration CLOCK_PROBLEM = Duration.ofSeconds(10);

    /** How much of a host is allocated. CPUs and memory are the containers' limits, without resources from presets. */
    public record HostUse(long containers, long running, BigDecimal cpus, long memoryMiB, long ports) {
        private static HostUse of(ResourceUsage use) {
            return new HostUse(
                    use.amount(Resource.CONTAINERS),
                    use.amount(Resource.RUNNING),
                    Cpus.ofThousandths(use.amount(Resource.MILLI_CPUS)),
                    use.amount(Resource.MEMORY_MIB),
                    use.amount(Resource.PORTS));
        }
    }

    /** The result of a check on a host. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FindingView(
            @Schema(examples = "seccomp") String check,

            @Schema(enumeration = {"ok", "warning", "problem"})
            Finding.Level level,

            String detail,

            @Schema(description = "What to do; absent if no action is needed") @Nullable
            String remedy) {
        private static FindingView of(Finding finding) {
            return new FindingView(finding.check(), finding.level(), finding.detail(), finding.remedy());
        }
    }

    public static HostView of(HostSnapshot host, ResourceUsage use, Instant now) {
        HostReported report = host.report();
        Cordon cordon = host.cordon();
        List<FindingView> findings = new ArrayList<>();
        if (host.refusal() != null) {
            findings.add(FindingView.of(refused(host.refusal())));
        }
        if (report.findings() != null) {
            report.findings().forEach(finding -> findings.add(FindingView.of(finding)));
        }
        boolean unreachable = status(host, now) == HostStatus.UNREACHABLE;
        if (report.clock() != null && !unreachable) { // its last report may have been read late
            findings.add(FindingView.of(clock(report.clock(), host.lastSeen())));
        }
        return new HostView(
                host.name().value(),
                status(host, now),
                host.lastSeen(),
                cordon == null ? null : cordon.reason(),
                cordon == null ? null : cordon.drainAt(),
                report.engineVersion(),
                report.workerVersion(),
                host.labels().stream().map(HostLabel::value).toList(),
                report.aliases(),
                report.sshPorts().toString(),
                Cpus.ofThousandths(report.milliCpus()),
                report.memoryMiB(),
                report.capacity() == null ? null : report.capacity().maxContainers(),
                HostUse.of(use),
                findings);
    }

    private static Finding refused(Refusal refusal) {
        return new Finding(
                "reports",
                Finding.Level.PROBLEM,
                "The reports of its worker are refused. " + refusal.reason(),
                "Correct this at the host. Until then, it gets no containers.");
    }

    /** The same with another time of the last report, to compare the rest. */
    HostView at(Instant otherTime) {
        return new HostView(
                name,
                status,
                otherTime,
                reason,
                drainAt,
                engineVersion,
                workerVersion,
                labels,
                aliases,
                sshPorts,
                cpus,
                memoryMiB,
                maxContainers,
                use,
                findings);
    }

    static HostStatus status(HostSnapshot host, Instant now) {
        if (host.isSilent(now)) {
            return HostStatus.UNREACHABLE;
        }
        Cordon cordon = host.cordon();
        if (cordon == null) {
            return HostStatus.LIVE;
        }
        return cordon.drainAt() == null
                ? HostStatus.CORDONED
                : cordon.isDrained(now) ? HostStatus.DRAINED : HostStatus.DRAINING;
    }

    /**
     * Compares the host's clock with admission's. The transfer of the report takes some milliseconds, which the limits
     * allow for.
     */
    private static Finding clock(Instant hosts, Instant lastSeen) {
        Duration off = Duration.between(hosts, lastSeen).abs();
        Finding.Level level = off.compareTo(CLOCK_PROBLEM) > 0
                ? Finding.Level.PROBLEM
                : off.compareTo(CLOCK_WARNING) > 0 ? Finding.Level.WARNING : Finding.Level.OK;
        return level == Finding.Level.OK
                ? new Finding("clock", level, "The clock is correct.", null)
                : new Finding(
                        "clock",
                        level,
                        "The clock differs from admission's clock by " + off.toSeconds()
                                + " s, so deadlines pass too early or too late.",
                        "Synchronize the clocks with NTP, for example with chrony or systemd-timesyncd.");
    }
}
