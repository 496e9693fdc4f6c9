package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class StartupStepsTest {
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @Test
    void stepRunsAfterItsDependencies() {
        StartupSteps.run(List.of(step("services", "topics"), step("topics", "kafka"), step("kafka")), line -> {});

        assertEquals(List.of("kafka", "topics", "services"), List.copyOf(done));
    }

    @Test
    void stepAfterAFailedDependencyIsNotRun() {
        var failing = new StartupStep("kafka", Set.of(), () -> {
            throw new StackFailure("kafka ended while starting");
        });

        var failure = assertThrows(
                StackFailure.class, () -> StartupSteps.run(List.of(failing, step("topics", "kafka")), line -> {}));

        assertEquals("kafka ended while starting", failure.getMessage());
        assertTrue(done.isEmpty());
    }

    @Test
    void unknownDependencyIsRejected() {
        assertThrows(
                IllegalArgumentException.class, () -> StartupSteps.run(List.of(step("topics", "kafak")), line -> {}));
    }

    private StartupStep step(String name, String... needs) {
        return new StartupStep(name, Set.of(needs), () -> done.add(name));
    }
}
