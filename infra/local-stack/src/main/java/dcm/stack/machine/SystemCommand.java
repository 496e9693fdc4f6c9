package dcm.stack.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs a command of the operating system. */
public final class SystemCommand {
    private SystemCommand() {}

    /**
     * The combined output.
     *
     * @throws StackFailure if the exit code is not 0
     */
    public static String run(String... words) {
        return run(List.of(words));
    }

    public static String run(List<String> words) {
        return run(words, Map.of());
    }

    /** The same; {@code environment} is added to the launcher's environment. */
    public static String run(List<String> words, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new StackFailure(
                        "'%s' failed with exit code %d: %s".formatted(String.join(" ", words), code, output));
            }
            return output;
        } catch (IOException e) {
            throw new StackFailure("Cannot run '%s': %s".formatted(words.getFirst(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while running '%s'.".formatted(words.getFirst()), e);
        }
    }

    /** Starts the command; the caller must end it. */
    public static Process start(String... words) {
        try {
            return new ProcessBuilder(words).start();
        } catch (IOException e) {
            throw new StackFailure("Cannot run '%s': %s".formatted(words[0], e.getMessage()), e);
        }
    }
}
