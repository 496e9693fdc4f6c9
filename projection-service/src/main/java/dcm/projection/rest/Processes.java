package dcm.projection.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The processes of a container, as its host reports them. */
@Schema(examples = """
                {"processes": [{"pid": 48211, "parentPid": 48190, "uid": 0, "cpuPercent": 0.1, "memoryPercent": 0.2,
                  "elapsed": "01:12:33", "command": "sshd: /usr/sbin/sshd -D"}]}""")
public record Processes(List<OneProcess> processes) {

    /** A process. */
    public record OneProcess(
            @Schema(description = "As its host counts, which is not how the container does")
            long pid,

            long parentPid,

            @Schema(description = "As the container counts") long uid,

            @Schema(description = "Since it was started, of one CPU")
            double cpuPercent,

            @Schema(description = "Of the host's memory") double memoryPercent,

            @Schema(description = "Since it was started, [[DD-]HH:]MM:SS")
            String elapsed,

            String command) {}
}
