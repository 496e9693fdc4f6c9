package dcm.shell.document;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of a container. */
public record ProcessesDocument(List<ListedProcess> processes) {
    /** A process, with its ids on the host. */
    public record ListedProcess(
            @Nullable Long pid,
            @Nullable Long parentPid,
            @Nullable Long uid,
            @Nullable BigDecimal cpuPercent,
            @Nullable BigDecimal memoryPercent,
            String elapsed,
            String command) {}
}
