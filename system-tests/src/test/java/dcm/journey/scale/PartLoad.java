package dcm.journey.scale;

import dcm.journey.support.RunningStack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The CPU time and memory of the control plane's parts.
 *
 * @param cpu the share of one core that each part used
 * @param memoryMiB the memory of each part, its proportional set size
 */
record PartLoad(Map<String, Double> cpu, Map<String, Long> memoryMiB) {
    /** The parts, in the order of the tables. */
    static final List<String> PARTS = List.of("kafka", "command-service", "projection-service");

    /** Measures from its creation. */
    static final class Meter {
        private final RunningStack stack;
        private final Map<String, Duration> before = new LinkedHashMap<>();
        private final long start = System.nanoTime();

        Meter(RunningStack stack) {
            this.stack = stack;
            PARTS.forEach(part -> before.put(part, cpuTime(part)));
        }

        PartLoad read() {
            double elapsed = System.nanoTime() - start;
            Map<String, Double> cpu = new LinkedHashMap<>();
            Map<String, Long> memory = new LinkedHashMap<>();
            for (String part : PARTS) {
                cpu.put(part, cpuTime(part).minus(before.get(part)).toNanos() / elapsed);
                memory.put(part, stack.part(part).process().memoryMiB());
            }
            return new PartLoad(cpu, memory);
        }

        private Duration cpuTime(String part) {
            return ProcessHandle.of(stack.part(part).process().pid().orElseThrow())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
        }
    }
}
