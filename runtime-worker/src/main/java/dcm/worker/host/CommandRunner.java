package dcm.worker.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs a command of the host. */
public final class CommandRunner {
    private static final long TIMEOUT_SECONDS = 30;

    /**
     * Limit for a command's output: users can create many files for it to list, which must not exhaust the worker's
     * memory.
     */
    private static final int MAX_BYTES = 32 << 20;

    /** Maps each byte to one character, because a file name can contain any bytes. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private CommandRunner() {}

    /**
     * Runs a command and returns its output.
     *
     * @throws IOException if the command is missing, fails or does not end in time; the message contains its error
     *     output
     */
    public static String run(String... command) throws IOException, InterruptedException {
        return runWith("", command);
    }

    /**
     * Runs a command with input and returns its output.
     *
     * @param input the standard input of the command
     */
    public static String runWith(String input, String... command) throws IOException, InterruptedException {
        return run(Duration.ofSeconds(TIMEOUT_SECONDS), input, command);
    }

    /** Runs a command that can take longer than others, and returns its output. */
    public static String runWithin(Duration limit, String... command) throws IOException, InterruptedException {
        return run(limit, "", command);
    }

    private static String run(Duration limit, String input, String... command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(BYTES));
            }
            CompletableFuture<String> output = readAll(process.getInputStream());
            CompletableFuture<String> errors = readAll(process.getErrorStream());
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(line(command) + " did not end within " + limit.toSeconds()
                        + " s, or printed more than " + (MAX_BYTES >> 20) + " MiB");
            }
            if (process.exitValue() != 0) {
                throw new IOException(line(command) + ": " + errors.join().strip());
            }
            return output.join();
        } catch (CompletionException e) {
            throw new IOException(line(command) + ": " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> readAll(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readNBytes(MAX_BYTES), BYTES);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().name("host-command").start(task));
    }

    private static String line(String... command) {
        return String.join(" ", List.of(command));
    }
}
