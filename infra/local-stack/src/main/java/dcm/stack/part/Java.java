package dcm.stack.part;

import dcm.stack.installation.InstallationSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a JVM for a server. */
public final class Java {
    private Java() {}

    /** The {@code java} of the JDK that runs this launcher. */
    public static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@code java} with a heap of at most {@code heapMiB} in a small installation, followed by these arguments. */
    public static List<String> command(InstallationSize size, int heapMiB, List<String> words) {
        var command = new ArrayList<>(List.of(
                executable(),
                "-Xms16m",
                "-Xmx%dm".formatted(size.heapMiB(heapMiB)),
                collector(size),
                "-XX:+ExitOnOutOfMemoryError",
                // Java 24 and later warn about native access of the servers' libraries otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(compiler(size));
        command.addAll(words);
        return command;
    }

    /** A heap of gigabytes would stop all threads for seconds in the collector that needs the least memory. */
    private static String collector(InstallationSize size) {
        return switch (size) {
            case SMALL, LARGE -> "-XX:+UseSerialGC";
            case XLARGE -> "-XX:+UseG1GC";
        };
    }

    /** Code is compiled after few calls, because a user may wait for the first one. */
    private static List<String> compiler(InstallationSize size) {
        return switch (size) {
            case SMALL -> List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.1");
            // The thresholds of the first compiler only: the optimising one takes much of the processor during the
            // start.
            case LARGE, XLARGE ->
                List.of(
                        "-XX:Tier3InvocationThreshold=20",
                        "-XX:Tier3MinInvocationThreshold=10",
                        "-XX:Tier3CompileThreshold=200",
                        "-XX:Tier3BackEdgeThreshold=6000");
        };
    }
}
