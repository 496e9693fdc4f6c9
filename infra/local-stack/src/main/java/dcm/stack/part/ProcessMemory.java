package dcm.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The memory of a process, as the kernel reports it under {@code /proc}: its proportional set size. Memory that several processes share, such as
 * the code of the JVM, counts for each of them in part, so the sum of all processes is what they need together.
 */
final class ProcessMemory {
    private ProcessMemory() {}

    /** In MiB, of the process and its children; 0 if it does not run or belongs to another user. */
    static long mib(long pid) {
        LongStream children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children)
                        .map(ProcessMemory::kib)
                        .sum()
                / 1024;
    }

    private static long kib(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }
}
