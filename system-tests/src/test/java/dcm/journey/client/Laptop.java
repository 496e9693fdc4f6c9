package dcm.journey.client;

import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A user's machine: the built file {@code dcm}, and directories of its own for settings and caches. */
public final class Laptop {
    private final Path home;

    public Laptop() throws IOException {
        home = Files.createTempDirectory(RunningStack.get().temporaryFiles(), "laptop");
    }

    public record Result(int code, String out, String err) {}

    /** A command that runs. */
    public record Running(Process process, Path out, Path err) {
        /** The address at which {@code dcm login} lets the user sign in. */
        public String signInPage() {
            return Eventually.value(
                            "the address of the sign-in",
                            () -> Files.readString(err)
                                    .lines()
                                    .filter(line -> line.startsWith("http"))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        public Result await() throws IOException, InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("dcm did not end: " + Files.readString(err));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out).strip(),
                    Files.readString(err).strip());
        }
    }

    public Running starts(String... words) throws IOException {
        Path program = RunningStack.get().installation().programs().client();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        List.of("DCM_URL", "DCM_TOKEN", "DCM_CONTEXT").forEach(builder.environment()::remove);
        return new Running(builder.start(), out, err);
    }

    public Result types(String... words) throws IOException, InterruptedException {
        return starts(words).await();
    }

    /** The output of a command that must succeed. */
    public String gets(String... words) throws IOException, InterruptedException {
        Result result = types(words);
        if (result.code() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + result);
        }
        return result.out();
    }

    /** The file with the tokens of a context. */
    Path tokens(String context) {
        return home.resolve("config/dcm/tokens/" + context + ".json");
    }

    /** Makes the stored access token due to be renewed. */
    public void expireToken(String context) throws IOException {
        String stored = Files.readString(tokens(context), StandardCharsets.UTF_8);
        Files.writeString(tokens(context), stored.replaceFirst("\"expiresAt\":\\d+", "\"expiresAt\":1"));
    }

    Path file(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }
}
