package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Starts parts again that end or hang, until it is stopped. A part that was stopped by a command is not started. It does
 * nothing while another command of the launcher starts or stops parts.
 */
public final class Supervisor {
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    /** Of the checks whether a process runs, every tenth also asks whether it answers. */
    private static final int CHECKS_FOR_ONE_ANSWER = 10;

    private final Installation installation;
    private final Stack stack;
    private final Map<String, PartWatch> watches = new HashMap<>();

    /** A supervisor of parts that are healthy, as after a start. */
    public Supervisor(Installation installation) {
        this.installation = installation;
        this.stack = new Stack(installation);
        stack.parts().stream()
                .filter(part -> part.pid().isPresent())
                .forEach(part -> watches.put(part.name(), PartWatch.ofHealthy(Instant.now())));
    }

    /** Watches the parts until the process is stopped. */
    public void run() throws InterruptedException {
        for (int check = 0; ; check++) {
            boolean asks = check % CHECKS_FOR_ONE_ANSWER == 0;
            stack.parts().forEach(part -> check(part, asks));
            Thread.sleep(BETWEEN_CHECKS);
        }
    }

    private void check(Part part, boolean asks) {
        if (!part.process().isWanted()) {
            watches.remove(part.name());
            return;
        }
        PartWatch watch = watches.computeIfAbsent(part.name(), _ -> new PartWatch());
        boolean runs = part.pid().isPresent();
        Optional<Boolean> answers = asks && runs ? Optional.of(part.answers()) : Optional.empty();
        watch.reasonToRestart(Instant.now(), runs, answers).ifPresent(reason -> restart(part, watch, reason));
    }

    private void restart(Part part, PartWatch watch, String reason) {
        Optional<LauncherLock> lock = LauncherLock.ifFree(installation);
        if (lock.isEmpty()) {
            return;
        }
        try (var _ = lock.get()) {
            // Another command may have stopped or started it since.
            if (!part.process().isWanted()
                    || (reason.equals(PartWatch.ENDED) && part.pid().isPresent())) {
                return;
            }
            log("%s is started again, because %s.".formatted(part.name(), reason));
            part.process().kill();
            part.relaunch();
            new Restarts(installation).add(part.name(), Instant.now(), reason);
        } catch (StackFailure e) {
            log("%s could not be started again: %s".formatted(part.name(), e.getMessage()));
        } finally {
            watch.restarted(Instant.now());
        }
    }

    private static void log(String message) {
        System.out.println(Instant.now() + " " + message);
    }
}
