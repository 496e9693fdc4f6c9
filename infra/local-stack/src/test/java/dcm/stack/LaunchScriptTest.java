package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.DetachedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the script {@code dcm} as root, in a directory without anything that it could install or build. */
class LaunchScriptTest {
    private final Path directory;
    private final DetachedProcess part;

    LaunchScriptTest(@TempDir Path directory) {
        this.directory = directory;
        this.part = new DetachedProcess(
                Installation.of(
                        directory, Map.of("DCM_HOME", directory.resolve(".dcm").toString())),
                "sleeper");
    }

    @BeforeEach
    void copyScript() throws IOException {
        Files.copy(Path.of("../../dcm"), directory.resolve("dcm"));
        Files.createDirectory(directory.resolve("infra"));
        Files.copy(Path.of("../launch.bash"), directory.resolve("infra/launch.bash"));
    }

    @AfterEach
    void stopPart() {
        part.stop();
    }

    @Test
    void commandsAreListedWithoutACommandAndForHelp() throws Exception {
        for (List<String> arguments : List.of(List.<String>of(), List.of("help"), List.of("--help"))) {
            Result result = run("", arguments);

            assertTrue(result.output().contains("./dcm up "), result.output());
            assertEquals(0, result.status(), result.output());
        }
    }

    @Test
    void missingTokenIsRefusedBeforeInstallation() throws Exception {
        Result result = join("");

        assertTrue(result.output().contains("No join token on standard input."), result.output());
        assertEquals(1, result.status());
    }

    @Test
    void incompleteTokenIsRefusedBeforeInstallation() throws Exception {
        Result result = join("abc\n");

        assertTrue(result.output().contains("This is not a complete join token."), result.output());
        assertEquals(1, result.status());
    }

    @Test
    void tokenOnStandardInputIsFollowedByInstallation() throws Exception {
        Result result = join("dcm-join-abc\n");

        assertTrue(result.output().contains("infra/"), result.output());
    }

    @Test
    void runningPartIsReportedBeforeTheTokenIsRead() throws Exception {
        part.launch(List.of("sleep", "60"), Map.of());

        Result result = join("");

        assertTrue(result.output().contains("DCM runs on this machine. First run: ./dcm down"), result.output());
    }

    @Test
    void endedPartDoesNotPreventJoining() throws Exception {
        part.launch(List.of("sleep", "60"), Map.of());
        part.kill();

        Result result = join("");

        assertTrue(result.output().contains("No join token"), result.output());
    }

    @Test
    void stepSaysHowLongItTookTheLastTime() throws Exception {
        String output = SystemCommand.run(
                "bash",
                "-c",
                """
                set -e
                . "$1/infra/launch.bash"
                timed "$2" sleep 5
                timed "$2" sleep 4
                timed "$2" true
                rm "/var/cache/dcm/seconds/$2"
                """,
                "bash",
                directory.toString(),
                "step-of-" + getClass().getSimpleName());

        assertTrue(
                output.matches(
                        "(?s)step-of-LaunchScriptTest … in progress\n" + "step-of-LaunchScriptTest … ready in \\d s\n"
                                + "step-of-LaunchScriptTest … in progress, the last time \\d s\n.* … ready in \\d s, the last time in \\d s"),
                output);
    }

    private record Result(int status, String output) {}

    private Result join(String input) throws IOException, InterruptedException {
        return run(input, List.of("host", "join"));
    }

    private Result run(String input, List<String> arguments) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("input"), input);
        List<String> command =
                new ArrayList<>(List.of("bash", directory.resolve("dcm").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File(file.toString()))
                .redirectErrorStream(true);
        builder.environment().put("DCM_NO_INSTALL", "1");
        builder.environment().remove("DCM_HOME");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
        return new Result(process.exitValue(), output);
    }
}
