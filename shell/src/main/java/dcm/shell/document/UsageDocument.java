package dcm.shell.document;

import org.jspecify.annotations.Nullable;

/** The resource usage of a container. */
public record UsageDocument(
        double cpus,
        long memoryBytes,
        long memoryLimitBytes,
        long networkReceivedBytes,
        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes,
        @Nullable Long pids) {}
