package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that reports to systemd whether a part answers. systemd-notify is replaced by a script that writes down its calls. */
class RunPartTest {
    private static final Path SCRIPT = Path.of("../systemd/run-part").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger questions = new AtomicInteger();
    private HttpServer part;
    private Process process;

    @BeforeEach
    void startPart() throws IOException {
        part = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        part.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
            questions.incrementAndGet();
        });
        part.start();
        Path notify = Files.writeString(
                Files.createDirectory(directory.resolve("bin")).resolve("systemd-notify"),
                "#!/bin/sh\necho \"$1\" >>" + directory + "/reports\n");
        notify.toFile().setExecutable(true);
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
        part.stop(0);
    }

    @Test
    void partIsReportedAsSoonAsItIsAlive() throws IOException, InterruptedException {
        run(Probe.http(part.getAddress().getPort(), "/q/health/live"));

        await(() -> reports().size() >= 2);

        assertEquals(List.of("--ready", "WATCHDOG=1"), reports());
    }

    /** systemd restarts it then. */
    @Test
    void partWhoseLivenessIsDownIsNotReported() throws IOException, InterruptedException {
        status.set(503);
        run(Probe.http(part.getAddress().getPort(), "/q/health/live"));

        await(() -> questions.get() >= 3);

        assertEquals(List.of(), reports());
        assertFalse(Files.exists(directory.resolve("reports")));
    }

    private void run(Probe probe) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "run"));
        command.addAll(probe.words());
        command.addAll(List.of("sleep", "60"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.resolve("bin").toString(), (path, own) -> own + ":" + path);
        process = builder.start();
    }

    private List<String> reports() throws IOException {
        Path file = directory.resolve("reports");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "The part was not asked, or not reported, within " + LONGEST);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
