package dcm.projection.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The resource usage of one of the caller's containers, as its host reports it. */
@Schema(examples = """
                {"container": "5d60be7410595ad1", "at": "2026-11-25T15:00:00Z", "cpus": 0.25, "memoryBytes": 73400320,
                 "memoryLimitBytes": 536870912, "networkReceivedBytes": 18034, "networkSentBytes": 9221,
                 "blockReadBytes": 4096, "blockWrittenBytes": 81920, "pids": 7}""")
public record OwnContainerStats(
        @Schema(description = "Id of the container") String container,

        Instant at,

        @Schema(description = "CPU usage in the last second; 1.0 is one full CPU")
        double cpus,

        @Schema(description = "Memory usage without reclaimable page cache")
        long memoryBytes,

        long memoryLimitBytes,

        @Schema(description = "Since the start of the container, like the following counters")
        long networkReceivedBytes,

        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes,

        @Schema(description = "Current number of processes and threads")
        long pids) {}
