package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Restarts parts that end or hang, until it is stopped. A part that was stopped by a command is not restarted. It does
 * nothing while another command of the launcher starts or stops parts.
 */
public final class Supervisor {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    /** Every tenth round also checks whether the running parts answer. */
    private static final int ROUNDS_FOR_ONE_PROBE = 10;

    /** The launcher records the process after it has started it. */
    private static final int ROUNDS_TO_BE_RECORDED = 10;

    private final Installation installation;
    private final Stack stack;
    private final Map<String, PartWatch> watches = new HashMap<>();

    /** A supervisor of parts that are healthy, as after a start. */
    public Supervisor(Installation installation) {
        this.installation = installation;
        this.stack = new Stack(installation);
        stack.parts().stream()
                .filter(part -> part.pid().isPresent())
                .forEach(part -> watches.put(part.name(), PartWatch.ofHealthy(monotonicNow(), part.startLimit())));
    }

    /** Watches the parts until the process is stopped, or another one is the supervisor. */
    public void run() throws InterruptedException {
        for (int round = 0; round < ROUNDS_TO_BE_RECORDED || isRecorded(); round++) {
            boolean probes = round % ROUNDS_FOR_ONE_PROBE == 0;
            Map<Part, Optional<Boolean>> answers = probes ? probe() : Map.of();
            for (Part part : stack.parts()) {
                try {
                    check(part, answers.getOrDefault(part, Optional.empty()));
                } catch (RuntimeException e) {
                    log("%s could not be checked: %s".formatted(part.name(), e));
                }
            }
            Thread.sleep(BETWEEN_ROUNDS);
        }
    }

    /** False if the installation was deleted, or has another supervisor. */
    private boolean isRecorded() {
        return SupervisorProcess.process(installation)
                .pid()
                .equals(OptionalLong.of(ProcessHandle.current().pid()));
    }

    /** Whether each running part answers, checked concurrently. */
    private Map<Part, Optional<Boolean>> probe() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Part, CompletableFuture<Boolean>> answers = new HashMap<>();
            stack.parts().stream()
                    .filter(part -> part.pid().isPresent())
                    .forEach(part -> answers.put(part, CompletableFuture.supplyAsync(part::answers, threads)));
            Map<Part, Optional<Boolean>> all = new HashMap<>();
            answers.forEach((part, answer) ->
                    all.put(part, Optional.of(answer.exceptionally(_ -> false).join())));
            return all;
        }
    }

    private void check(Part part, Optional<Boolean> answers) {
        if (!part.process().isWanted()) {
            watches.remove(part.name());
            return;
        }
        PartWatch watch = watches.computeIfAbsent(part.name(), _ -> new PartWatch(part.startLimit()));
        OptionalLong pid = part.pid();
        watch.reasonToRestart(monotonicNow(), pid.isPresent(), answers)
                .ifPresent(reason -> restart(part, pid, watch, reason));
    }

    /** @param pid of the process that was checked */
    private void restart(Part part, OptionalLong pid, PartWatch watch, String reason) {
        Optional<LauncherLock> lock = LauncherLock.ifFree(installation);
        if (lock.isEmpty()) {
            return;
        }
        try (var _ = lock.get()) {
            // Another command may have stopped or started it since.
            if (!part.process().isWanted() || !part.pid().equals(pid)) {
                return;
            }
            log("%s is restarted, because %s.".formatted(part.name(), reason));
            watch.restarted(monotonicNow());
            part.process().kill();
            part.relaunch();
            new Restarts(installation).add(part.name(), Instant.now(), reason);
        } catch (StackFailure e) {
            log("%s could not be restarted: %s".formatted(part.name(), e.getMessage()));
        }
    }

    /** Not affected by a change of the time. */
    private static Instant monotonicNow() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    private static void log(String message) {
        System.out.println(Instant.now() + " " + message);
    }
}
