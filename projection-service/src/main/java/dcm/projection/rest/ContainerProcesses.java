package dcm.projection.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The processes of a container, as its host reports them. */
@Schema(examples = """
                {"processes": [{"pid": 48211, "parentPid": 48190, "uid": 0, "cpuPercent": 0.1, "memoryPercent": 0.2,
                  "elapsed": "01:12:33", "command": "sshd: /usr/sbin/sshd -D"}]}""")
public record ContainerProcesses(List<ProcessView> processes) {

    /** A process. */
    public record ProcessView(
            @Schema(description = "Process id on the host, which differs from the one in the container")
            long pid,

            long parentPid,

            @Schema(description = "User id in the container")
            long uid,

            @Schema(description = "Average CPU usage since the start, in percent of one CPU")
            double cpuPercent,

            @Schema(description = "In percent of the host's memory")
            double memoryPercent,

            @Schema(description = "Time since the start, [[DD-]HH:]MM:SS")
            String elapsed,

            String command) {}
}
