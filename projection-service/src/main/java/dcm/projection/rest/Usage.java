package dcm.projection.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The resource usage of a container, as its host reports it. */
@Schema(examples = """
                {"at": "2026-11-25T15:00:00Z", "cpus": 0.25, "memoryBytes": 73400320, "memoryLimitBytes": 536870912,
                 "networkReceivedBytes": 18034, "networkSentBytes": 9221, "blockReadBytes": 4096,
                 "blockWrittenBytes": 81920, "pids": 7}""")
public record Usage(
        Instant at,

        @Schema(description = "In the last second; 1.0 for one of them wholly")
        double cpus,

        @Schema(description = "Without what the kernel would give back at once")
        long memoryBytes,

        long memoryLimitBytes,

        @Schema(description = "Since it was started, like all that follows")
        long networkReceivedBytes,

        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes,

        @Schema(description = "Processes and threads now") long pids) {}
