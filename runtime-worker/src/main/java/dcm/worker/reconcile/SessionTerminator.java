package dcm.worker.reconcile;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends SSH sessions in an account's containers if they began before the time in the account's {@code sessionsEndedAt}.
 * After a start it processes all accounts with such a time, because it may have missed a change. It repeats what it
 * cannot do yet: a paused container keeps its sessions until it is unpaused. Each account has a thread of its own: a user
 * can make a container's shell slow, and this must not delay the end of other users' sessions.
 */
public final class SessionTerminator implements Supervised {
    private static final Logger LOG = Logger.getLogger(SessionTerminator.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A container that has no shell fails each time. */
    private static final int ATTEMPTS_IN_LOG = 5;

    /** By which the clocks of admission and of this host may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private final Engine engine;
    private final Clock clock;
    private final Map<OwnerName, Ending> underWay = new ConcurrentHashMap<>();
    private final Set<OwnerName> withThread = ConcurrentHashMap.newKeySet();
    private final Map<OwnerName, Instant> done = new ConcurrentHashMap<>();
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("session-end", this::run);
    private Duration pause = SHORTEST_PAUSE;

    public SessionTerminator(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    public SessionTerminator start() {
        loop.start();
        return this;
    }

    /** Applies changes of accounts. */
    public void apply(List<DesiredAccount> changed) {
        for (DesiredAccount account : changed) {
            Instant endedAt = account.sessionsEndedAt();
            if (endedAt != null && !endedAt.equals(done.get(account.owner()))) {
                underWay.compute(
                        account.owner(),
                        (name, now) -> now != null && now.before.equals(endedAt) ? now : new Ending(endedAt));
                hints.release();
            }
        }
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        if (underWay.isEmpty()) {
            hints.acquire();
            pause = SHORTEST_PAUSE;
        } else if (hints.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            pause = SHORTEST_PAUSE;
        } else {
            pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
        }
        hints.drainPermits();
        endAll();
    }

    /** Starts to end what can be ended now; returns a thread for each account that had none. */
    List<Thread> endAll() {
        // Before the list: a container that is created later has no old sessions.
        Map<OwnerName, Ending> now = Map.copyOf(underWay);
        Map<ContainerId, OwnerName> owners;
        Map<ContainerId, EngineContainer> containers;
        try {
            owners = engine.owners();
            containers = engine.list().stream().collect(Collectors.toMap(EngineContainer::id, Function.identity()));
        } catch (EngineException e) {
            LOG.warnf("logins could not be ended, this is retried: accounts=%d reason=%s", now.size(), e.message());
            return List.of();
        }
        return now.entrySet().stream()
                .filter(entry -> withThread.add(entry.getKey()))
                .map(entry -> Thread.ofVirtual()
                        .name("session-end-" + entry.getKey())
                        .start(() -> {
                            try {
                                end(entry.getKey(), entry.getValue(), owners, containers);
                            } finally {
                                withThread.remove(entry.getKey());
                            }
                        }))
                .toList();
    }

    private void end(
            OwnerName owner,
            Ending ending,
            Map<ContainerId, OwnerName> owners,
            Map<ContainerId, EngineContainer> containers) {
        long left = owners.entrySet().stream()
                .filter(entry -> entry.getValue().equals(owner))
                .filter(entry -> !isEnded(containers.get(entry.getKey()), ending))
                .count();
        if (left == 0) {
            done.put(owner, ending.before);
            underWay.remove(owner, ending);
        }
    }

    /** @param container null if the engine cannot inspect it, or it was removed meanwhile */
    private boolean isEnded(@Nullable EngineContainer container, Ending ending) {
        if (container == null) {
            return false;
        }
        Instant startedAt = container.startedAt();
        boolean hasNoOldSessions = startedAt != null && startedAt.isAfter(ending.before.plus(CLOCK_DIFFERENCE));
        if (hasNoOldSessions || ending.complete.contains(container.id())) {
            return true;
        }
        return switch (container.status()) {
            case RUNNING -> isEndedNow(container, ending);
            case PAUSED -> false;
            default -> true;
        };
    }

    private boolean isEndedNow(EngineContainer container, Ending ending) {
        // If this host's clock is ahead, sessions are older than they seem to be. So a few new ones may end, too.
        Duration age = Duration.between(ending.before, clock.instant()).minus(CLOCK_DIFFERENCE);
        int attempts = ending.attempts.merge(container.id(), 1, Integer::sum);
        try {
            engine.endSessions(container.id(), age.isNegative() ? Duration.ZERO : age);
            LOG.infof(
                    "logins ended: account=%s container=%s before=%s",
                    container.owner(), container.id(), ending.before);
        } catch (EngineException e) {
            // It has been stopped or paused meanwhile, or has no shell.
            LOG.logf(
                    attempts <= ATTEMPTS_IN_LOG ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "logins in a container could not be ended, this is retried: account=%s container=%s attempt=%d reason=%s",
                    container.owner(),
                    container.id(),
                    attempts,
                    e.message());
            return false;
        }
        ending.complete.add(container.id());
        return true;
    }

    /** Progress of ending an account's sessions. Only one thread at a time uses it. */
    private static final class Ending {
        private final Instant before;
        private final Set<ContainerId> complete = new HashSet<>();
        private final Map<ContainerId, Integer> attempts = new HashMap<>();

        Ending(Instant before) {
            this.before = before;
        }
    }
}
