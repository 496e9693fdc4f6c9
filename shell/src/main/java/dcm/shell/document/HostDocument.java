package dcm.shell.document;

import dcm.contract.report.Finding;
import dcm.contract.view.HostStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A host, as administrators see it. */
public record HostDocument(
        String name,
        String status,
        String lastSeen,
        String workerVersion,
        Use use,
        List<HostFinding> findings,
        @Nullable BigDecimal cpus,
        @Nullable Integer memoryMiB,
        String sshPorts,
        List<String> aliases,
        List<String> labels) {
    public HostDocument {
        use = use == null ? new Use(0, 0, BigDecimal.ZERO, 0, 0) : use;
        labels = labels == null ? List.of() : List.copyOf(labels);
    }

    /** How much of a host is allocated. */
    public record Use(long running, long containers, BigDecimal cpus, long memoryMiB, long ports) {}

    /** The result of a check on a host. */
    public record HostFinding(String level, String check, String detail, String remedy) {
        public boolean is(Finding.Level expected) {
            return expected.name().toLowerCase(Locale.ROOT).equals(level);
        }
    }

    public boolean isUnreachable() {
        return HostStatus.UNREACHABLE.is(status);
    }
}
