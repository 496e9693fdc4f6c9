package dcm.journey.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs shell commands. */
public final class ShellRunner {
    private ShellRunner() {}

    public record Result(int code, String output) {}

    /** The output of a command that must succeed. */
    public static String run(String... words) {
        Result result = attempt(List.of(words));
        if (result.code() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + result.code() + ": " + result.output());
        }
        return result.output();
    }

    /** The exit code and both output streams of a command. */
    public static Result attempt(List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", words) + " did not end");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
