package dcm.stack.part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a JVM for a server, with small limits because the whole stack shares one machine. */
public final class Java {
    private Java() {}

    /** {@code java} with a heap of at most {@code heapMiB}, followed by these arguments. */
    public static List<String> command(int heapMiB, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms16m",
                "-Xmx%dm".formatted(heapMiB),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Compiles after few calls, because a user may wait for the first one.
                "-XX:CompileThresholdScaling=0.1",
                "-XX:+ExitOnOutOfMemoryError",
                // Java 24 and later warn about native access of the servers' libraries otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(words);
        return command;
    }
}
