package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONG_START = START_TIMEOUT.multipliedBy(4);

    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path home;

    private PartProcess process;

    @BeforeEach
    void prepare() {
        process = new DetachedProcess(Installation.of(home, Map.of("DCM_HOME", home.toString())), "slow");
    }

    @AfterEach
    void stop() {
        process.kill();
    }

    @Test
    void startThatAdvancesIsAwaitedAndReported() {
        Part part = new SlowPart(true, false);

        part.start(lines::add);

        assertTrue(lines.size() > 3, lines.toString());
        assertTrue(lines.getFirst().startsWith("slow … step "), lines.toString());
    }

    @Test
    void startThatWaitsForAnAdvancingPartIsAwaited() {
        Part part = new SlowPart(false, true);

        part.start(lines::add);

        assertTrue(lines.isEmpty(), lines.toString());
    }

    @Test
    void startThatDoesNotAdvanceFails() {
        Part part = new SlowPart(false, false);

        var failure = assertThrows(StackFailure.class, () -> part.start(lines::add));

        assertTrue(failure.getMessage().contains("was not healthy after"), failure.getMessage());
    }

    @Test
    void startThatRepeatsItsProgressFails() {
        Part part = new SlowPart(true, false) {
            @Override
            Optional<String> steps() {
                return Optional.of("attempt at step "
                        + System.nanoTime() / START_TIMEOUT.dividedBy(4).toNanos() % 3);
            }
        };

        var failure = assertThrows(StackFailure.class, () -> part.start(lines::add));

        assertTrue(failure.getMessage().contains("was not healthy after"), failure.getMessage());
        assertTrue(lines.size() <= 3, lines.toString());
    }

    @Test
    void failedStartReportsTheProblemThatThePartNames() {
        Part part = new SlowPart(false, false) {
            @Override
            public Optional<Problem> problem() {
                return Optional.of(new Problem("Docker does not answer.", false));
            }
        };

        var failure = assertThrows(StackFailure.class, () -> part.start(lines::add));

        assertTrue(failure.getMessage().contains(" s: Docker does not answer."), failure.getMessage());
    }

    @Test
    void permanentProblemEndsTheStartAtOnce() {
        Part part = new SlowPart(true, false) {
            @Override
            public Optional<Problem> problem() {
                return Optional.of(new Problem("The host n1 joined with another engine.", true));
            }
        };

        var failure = assertThrows(StackFailure.class, () -> part.start(lines::add));

        assertTrue(
                failure.getMessage().startsWith("slow cannot become healthy: The host n1 joined with another engine."),
                failure.getMessage());
        assertTrue(process.pid().isPresent(), "it waits for an administrator");
        assertTrue(lines.isEmpty(), lines.toString());
    }

    /** A part that is healthy after {@link #LONG_START}, unless nothing advances. */
    private class SlowPart implements Part {
        private final boolean advances;
        private final boolean othersAdvance;
        private long launched;

        SlowPart(boolean advances, boolean othersAdvance) {
            this.advances = advances;
            this.othersAdvance = othersAdvance;
        }

        @Override
        public Optional<String> progress() {
            return advances ? steps() : Optional.empty();
        }

        @Override
        public Optional<String> awaitedProgress() {
            return othersAdvance ? steps() : Optional.empty();
        }

        /** Changes four times in the time for which a start without progress is awaited. */
        Optional<String> steps() {
            if (launched == 0) {
                return Optional.of("step of an earlier start");
            }
            return Optional.of("step " + (1 + (System.nanoTime() - launched) * 4 / START_TIMEOUT.toNanos()));
        }

        @Override
        public boolean healthy() {
            return (advances || othersAdvance) && System.nanoTime() - launched > LONG_START.toNanos();
        }

        @Override
        public void launch() {
            process.launch(List.of("sleep", "30"), Map.of());
            launched = System.nanoTime();
        }

        @Override
        public Duration timeout() {
            return START_TIMEOUT;
        }

        @Override
        public PartProcess process() {
            return process;
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String url() {
            return "none";
        }

        @Override
        public Set<StackPort> ports() {
            return Set.of();
        }

        @Override
        public Set<String> needs() {
            return Set.of();
        }
    }
}
