package dcm.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a process, as the kernel reports it under {@code /proc}. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** In MiB: the whole process plus the unshared memory of its children; 0 if it does not run. */
    static long rssMiB(long pid) {
        long own = memoryKiB(pid, "VmRSS");
        long children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(child -> memoryKiB(child.pid(), "RssAnon"))
                .sum();
        return (own + children) / 1024;
    }

    private static long memoryKiB(long pid, String field) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }
}
