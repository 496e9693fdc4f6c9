package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DetachedProcessTest {
    private final Path home;
    private final PartProcess process;

    DetachedProcessTest(@TempDir Path home) {
        this.home = home;
        this.process = new DetachedProcess(
                installation(), ProcessOptions.of("sleeper").withStop("TERM", Duration.ofMillis(300)));
    }

    @AfterEach
    void stopProcess() {
        process.stop();
    }

    @Test
    void processIsFoundByAnotherLauncher() {
        process.launch(List.of("sleep", "60"), Map.of());

        assertEquals(process.pid(), new DetachedProcess(installation(), "sleeper").pid());
        assertTrue(process.pid().isPresent());
    }

    @Test
    void pidFileContainsTheWholeBootId() throws Exception {
        process.launch(List.of("sleep", "60"), Map.of());

        String bootId = SystemCommand.run("cat", "/proc/sys/kernel/random/boot_id");
        assertTrue(Files.readString(home.resolve("run/sleeper.pid")).endsWith(" " + bootId + "\n"));
    }

    @Test
    void anotherProcessWithTheSamePidIsIgnored() throws Exception {
        Path pidFile = home.resolve("run/sleeper.pid");
        Files.createDirectories(pidFile.getParent());

        Files.writeString(pidFile, ProcessHandle.current().pid() + " 1 an-earlier-boot\n");

        assertTrue(process.pid().isEmpty());
    }

    @Test
    void settingsOfTheShellAreNotPassedOn() {
        Map<String, String> environment = new HashMap<>(
                Map.of("QUARKUS_LOG_LEVEL", "DEBUG", "KC_LOG_LEVEL", "DEBUG", "KAFKA_OPTS", "-Dx=y", "PATH", "/bin"));

        DetachedProcess.removeSettings(environment);

        assertEquals(Map.of("PATH", "/bin"), environment);
    }

    @Test
    @Timeout(20)
    void processThatIgnoresTheStopSignalIsKilled() throws Exception {
        launchDeafToTerm();

        process.stop();

        assertTrue(process.pid().isEmpty());
    }

    @Test
    void classArchiveIsKeptAfterAStopAndDeletedAfterAKill() throws Exception {
        process.launch(List.of("sleep", "60"), Map.of());
        Files.writeString(archive(), "complete");

        new DetachedProcess(installation(), ProcessOptions.of("sleeper").withStop("TERM", Duration.ofSeconds(20)))
                .stop();
        process.launch(List.of("sleep", "60"), Map.of());
        assertTrue(Files.exists(archive()));

        process.kill();
        process.launch(List.of("sleep", "60"), Map.of());
        assertFalse(Files.exists(archive()));
    }

    @Test
    @Timeout(20)
    void classArchiveOfAProcessThatMustBeKilledIsDeleted() throws Exception {
        launchDeafToTerm();
        Files.writeString(archive(), "perhaps incomplete");

        process.stop();

        assertFalse(Files.exists(archive()));
    }

    /** Launches a process that ignores TERM. */
    private void launchDeafToTerm() throws InterruptedException {
        process.launch(List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"), Map.of());
        while (!process.lastLines(1).contains("ready")) {
            Thread.sleep(10);
        }
    }

    @Test
    void jvmWritesItsClassArchiveWhenItEnds() {
        process.launchJvm(Java.command(InstallationSize.SMALL, 64, List.of("-version")), Map.of());
        while (process.pid().isPresent()) {
            PollDelay.briefly();
        }

        assertTrue(Files.exists(archive()), String.join("\n", process.lastLines(5)));
    }

    @Test
    void classArchiveOfFormerProgramsIsDeleted() throws Exception {
        Path application = Files.createDirectories(home.resolve("app/lib")).getParent();
        Files.writeString(application.resolve("run.jar"), "");
        Path library = Files.writeString(application.resolve("lib/library.jar"), "former");
        ClassArchive archive = new ClassArchive(home.resolve("cache/run.jsa"));
        archive.deleteOfOtherPrograms(jvmOf(application));
        Files.writeString(archive.file(), "");

        Path copy = home.resolve("copy");
        SystemCommand.run("cp", "-a", application.toString(), copy.toString());
        archive.deleteOfOtherPrograms(jvmOf(copy));
        assertTrue(Files.exists(archive.file()), "a copy is the same program");

        Files.writeString(library, "new");
        archive.deleteOfOtherPrograms(jvmOf(application));
        assertFalse(Files.exists(archive.file()), "the program has changed");
    }

    private static List<String> jvmOf(Path application) {
        return List.of("java", "-jar", application.resolve("run.jar").toString());
    }

    /** A killed process with several threads loses the first one first; its files are closed with the last one. */
    @Test
    void killedProcessFreesItsPort() throws Exception {
        Path program = home.resolve("Listener.java");
        Files.writeString(program, """
                void main() throws Exception {
                    var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                    java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), socket.getLocalPort() + "\\n");
                    socket.accept();
                }
                """.formatted(home.resolve("port")));
        // A lot of memory takes a while to release.
        process.launch(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xms1g",
                        "-XX:+AlwaysPreTouch",
                        program.toString()),
                Map.of());
        int port = portWrittenTo(home.resolve("port"));

        process.kill();

        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    private static int portWrittenTo(Path file) throws IOException {
        for (int attempt = 0; attempt < 300; attempt++) {
            if (Files.exists(file) && Files.readString(file).endsWith("\n")) {
                return Integer.parseInt(Files.readString(file).strip());
            }
            PollDelay.briefly();
        }
        throw new AssertionError("the process did not start listening");
    }

    private Path archive() {
        return home.resolve("cache/sleeper.jsa");
    }

    private Installation installation() {
        return Installation.of(home, Map.of("DCM_HOME", String.valueOf(home)));
    }
}
