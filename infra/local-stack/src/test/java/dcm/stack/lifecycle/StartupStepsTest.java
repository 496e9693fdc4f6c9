package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupStepsTest {
    @TempDir
    Path directory;

    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void stepRunsAfterItsDependencies() {
        StartupSteps.run(
                List.of(step("services", "topics"), step("topics", "kafka"), step("kafka")), times(), line -> {});

        assertEquals(List.of("kafka", "topics", "services"), List.copyOf(done));
    }

    @Test
    void stepAfterAFailedDependencyIsNotRun() {
        var failing = new StartupStep("kafka", Set.of(), () -> {
            throw new StackFailure("kafka ended while starting");
        });

        var failure = assertThrows(
                StackFailure.class,
                () -> StartupSteps.run(List.of(failing, step("topics", "kafka")), times(), line -> {}));

        assertEquals("kafka ended while starting", failure.getMessage());
        assertTrue(done.isEmpty());
    }

    @Test
    void unknownDependencyIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> StartupSteps.run(List.of(step("topics", "kafak")), times(), line -> {}));
    }

    @Test
    void stepThatTakesLongIsNamedWithTheTimeThatItTookBefore() {
        StepTimes before = times();
        before.took("kafka", Duration.ofSeconds(7));
        before.store();
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        var slow = new StartupStep(
                "kafka", Set.of(), () -> awaitLine(lines, "in progress … kafka \\(\\d+ s, the last time 7 s\\)"));

        StartupSteps.run(List.of(slow, step("topics", "kafka")), times(), lines::add, Duration.ofMillis(20));

        assertTrue(lines.stream().anyMatch(line -> line.startsWith("topics … ready in ")), lines::toString);
        assertEquals(Optional.of(Duration.ZERO), times().last("topics"));
        assertEquals(Optional.empty(), times().last("postgres"));
    }

    private static void awaitLine(Queue<String> lines, String expected) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (lines.stream().noneMatch(line -> line.matches(expected))) {
            assertTrue(System.nanoTime() < end, lines::toString);
            PollDelay.briefly();
        }
    }

    private StepTimes times() {
        return new StepTimes(directory.resolve("home/start-seconds.properties"));
    }

    private StartupStep step(String name, String... needs) {
        return new StartupStep(name, Set.of(needs), () -> done.add(name));
    }
}
