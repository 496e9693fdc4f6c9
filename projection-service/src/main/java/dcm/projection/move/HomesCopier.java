package dcm.projection.move;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.projection.move.WorkerHomesPipe.Timeouts;
import dcm.projection.replay.ViewProgress;
import dcm.projection.rest.WorkerRequests;
import dcm.rest.access.AccountCache;
import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Copies homes while accounts say that they are being copied, and stops when they no longer do. A copy that fails is repeated from its
 * beginning after a pause. The accounts are read from the log, so a restart continues. Thread-safe.
 */
@ApplicationScoped
class HomesCopier {
    private static final Logger LOG = Logger.getLogger(HomesCopier.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** A host has other work for its disk and network. */
    private static final int MAX_PER_HOST = 2;

    private final Supplier<Collection<AccountSnapshot>> accounts;
    /** Whose homes this instance copies; of several instances, one copies them. */
    private final Predicate<OwnerName> isHere;

    private final HomesPipe pipe;
    private final SupervisedLoop loop;

    /** Used by the loop only. */
    private final Map<IntentId, Attempts> copies = new HashMap<>();

    @Inject
    HomesCopier(AccountCache accounts, ViewProgress progress, WorkerRequests requests, SupervisedLoopReadiness loops) {
        this(
                accounts::all,
                progress::isHere,
                new WorkerHomesPipe(requests::toMovedHomes, requests.newClient(CONNECT), Timeouts.DEFAULT),
                loops);
    }

    HomesCopier(
            Supplier<Collection<AccountSnapshot>> accounts,
            Predicate<OwnerName> isHere,
            HomesPipe pipe,
            SupervisedLoopReadiness loops) {
        this.isHere = isHere;
        this.accounts = accounts;
        this.pipe = pipe;
        this.loop = loops.register(SupervisedLoop.of("homes-copies", this::followAfterPause));
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.close();
        copies.values().forEach(Attempts::end);
    }

    private void followAfterPause() throws InterruptedException {
        Thread.sleep(PERIOD);
        follow(Instant.now());
    }

    /** Starts the copies that are due, and ends those that are no longer wanted. */
    void follow(Instant now) {
        Set<IntentId> wanted = new HashSet<>();
        Map<HostName, Integer> busy = busyHosts();
        for (AccountSnapshot account : accounts.get()) {
            HomesMove move = account.homesMove();
            if (move != null && move.isCopying() && isHere.test(account.name())) {
                wanted.add(move.move());
                Attempts attempts = copies.computeIfAbsent(move.move(), id -> new Attempts(move));
                boolean isPossible = attempts.hosts().allMatch(host -> busy.getOrDefault(host, 0) < MAX_PER_HOST);
                if (isPossible && attempts.startIfDue(account.name(), now)) {
                    attempts.hosts().forEach(host -> busy.merge(host, 1, Integer::sum));
                }
            }
        }
        copies.entrySet().removeIf(copy -> {
            boolean isOver = !wanted.contains(copy.getKey());
            if (isOver) {
                copy.getValue().end();
            }
            return isOver;
        });
    }

    /** The number of copies from or to each host now. */
    private Map<HostName, Integer> busyHosts() {
        Map<HostName, Integer> busy = new HashMap<>();
        copies.values().stream()
                .filter(Attempts::isRunning)
                .flatMap(Attempts::hosts)
                .forEach(host -> busy.merge(host, 1, Integer::sum));
        return busy;
    }

    /** The attempts to copy the homes for one move. Used by the loop only. */
    private final class Attempts {
        private Thread thread = Thread.ofVirtual().unstarted(() -> {});
        private Instant due = Instant.MIN;
        private Duration pause = PERIOD;
        private final HomesMove move;

        Attempts(HomesMove move) {
            this.move = move;
        }

        Stream<HostName> hosts() {
            return Stream.of(move.from(), move.to());
        }

        boolean isRunning() {
            return thread.isAlive();
        }

        /** True if an attempt began. */
        boolean startIfDue(OwnerName owner, Instant now) {
            if (thread.isAlive() || now.isBefore(due)) {
                return false;
            }
            thread = Thread.ofVirtual().name("homes-" + owner).start(() -> copy(owner, move));
            due = now.plus(pause);
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(MAX_PAUSE) < 0 ? next : MAX_PAUSE;
            return true;
        }

        void end() {
            thread.interrupt();
        }
    }

    private void copy(OwnerName owner, HomesMove move) {
        try {
            LOG.infof("homes are copied: account=%s from=%s to=%s", owner, move.from(), move.to());
            pipe.copy(owner, move);
            LOG.infof("homes are copied completely: account=%s from=%s to=%s", owner, move.from(), move.to());
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "homes could not be copied, this is retried: account=%s from=%s to=%s reason=%s",
                    owner, move.from(), move.to(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.infof("copy of homes ended: account=%s", owner);
            Thread.currentThread().interrupt();
        }
    }
}
