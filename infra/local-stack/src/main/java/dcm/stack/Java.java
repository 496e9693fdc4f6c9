package dcm.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a server is run on the JVM that runs the launcher: small, since a whole stack shares one machine. */
final class Java {
    private Java() {}

    /** {@code java} with a heap of at most {@code heapMiB}, and then the words given. */
    static List<String> command(int heapMiB, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms16m",
                "-Xmx%dm".formatted(heapMiB),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Compiled after a few calls: somebody may be waiting for the first one.
                "-XX:CompileThresholdScaling=0.1",
                "-XX:+ExitOnOutOfMemoryError",
                // Java 24 and later warn at every start about what the servers' libraries do inside.
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(words);
        return command;
    }
}
