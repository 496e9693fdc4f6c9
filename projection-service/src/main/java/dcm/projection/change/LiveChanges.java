package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.access.AccountCache;
import dcm.rest.stream.ItemSource;
import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The live stream. The updater of the views records what a committed transaction has changed; one thread reads the changed views once and
 * delivers them to all clients that may see them. Views that nobody follows are not read. Thread-safe.
 *
 * <p>Clients get no heartbeat while the views are not current, so that they do not present outdated views as current.
 */
@Startup
@ApplicationScoped
public class LiveChanges {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final AccountCache accounts;
    private final ViewReader views;
    private final SupervisedLoop loop;
    private final Audiences audiences = new Audiences(Instant.now());
    private Set<ChangedView> changed = new LinkedHashSet<>();
    private boolean resetting;
    private Instant nextHeartbeat = Instant.now();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile BooleanSupplier currencyCheck = () -> false;

    /** Gets all changes, also those that no client follows. Must return soon. */
    public interface Listener {
        /** These views have changed. */
        void changed(Collection<ChangedView> views);

        /** All views may have changed. */
        void reset();
    }

    LiveChanges(AccountCache accounts, ViewReader views, SupervisedLoopReadiness loops) {
        this.accounts = accounts;
        this.views = views;
        this.loop = loops.register(SupervisedLoop.of("changes", PAUSE_AFTER_FAILURE, this::deliver));
    }

    @PostConstruct
    void start() {
        accounts.listen(this::accountChanged);
        loop.start();
    }

    @PreDestroy
    void stop() {
        loop.close();
        synchronized (this) {
            audiences.end(account -> true);
        }
    }

    /** Calls {@code listener} for each change from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Sets how to find out whether the views contain the log and are being updated. */
    public void setCurrencyCheck(BooleanSupplier check) {
        currencyCheck = check;
    }

    /** Records what has changed. Call it after the transaction has committed. */
    public void record(Collection<ChangedView> views) {
        listeners.forEach(listener -> listener.changed(views));
        add(views);
    }

    private synchronized void add(Collection<ChangedView> views) {
        if (changed.addAll(views)) {
            notifyAll();
        }
    }

    /** Makes all clients reload, because the views were built again, or changes may have been missed. */
    public void reset() {
        listeners.forEach(Listener::reset);
        synchronized (this) {
            resetting = true;
            notifyAll();
        }
    }

    /**
     * Starts to follow the changes of an account's own views.
     *
     * @param all whether to follow the views of all accounts and hosts; the account must be an administrator
     * @param lastEventId the last event that the client got before; null: it has just loaded the views
     * @param until when the client's permission ends
     */
    public ItemSource<LiveEvent> follow(OwnerName account, boolean all, @Nullable String lastEventId, Instant until) {
        Follower follower = new Follower(account, until, Audiences.mostCharacters(all), this::remove);
        synchronized (this) {
            audiences.add(follower, all, lastEventId, Instant.now());
        }
        // The account may have been suspended after the request was authenticated.
        boolean permitted = accounts.find(account)
                .filter(known -> !known.isSuspended() && (!all || known.role() == Role.ADMINISTRATOR))
                .isPresent();
        if (!permitted) {
            follower.close();
        }
        return follower;
    }

    /** The number of clients. */
    public synchronized int followers() {
        return audiences.size();
    }

    private synchronized void remove(Follower follower) {
        audiences.remove(follower, Instant.now());
    }

    private void accountChanged(@Nullable AccountSnapshot before, AccountSnapshot after) {
        if (before != null && losesPermission(before, after)) {
            synchronized (this) {
                audiences.end(after.name()::equals);
            }
        }
        record(List.of(ChangedView.account(after.name()), ChangedView.quota(after.name())));
    }

    /** Whether a token that was accepted before might not be accepted now. Its client must authenticate again. */
    private static boolean losesPermission(AccountSnapshot before, AccountSnapshot after) {
        return after.isSuspended()
                || before.role() != after.role()
                || before.signIn() != null && !before.signIn().equals(after.signIn())
                || !after.keys().containsAll(before.keys());
    }

    /** Waits for changes or the time of the next heartbeat, and delivers them. */
    private void deliver() throws InterruptedException {
        Set<ChangedView> due = take();
        try {
            List<ViewChange> changes = views.read(due);
            publish(changes);
            views.delivered();
        } catch (RuntimeException e) {
            add(due);
            throw e;
        }
        if (!Instant.now().isBefore(nextHeartbeat)) {
            nextHeartbeat = Instant.now().plus(HEARTBEAT);
            heartbeat();
        }
    }

    /** The changes that a client follows. */
    private synchronized Set<ChangedView> take() throws InterruptedException {
        for (long left = untilHeartbeat(); changed.isEmpty() && !resetting && left > 0; left = untilHeartbeat()) {
            wait(left);
        }
        if (resetting) {
            resetting = false;
            changed.clear();
            audiences.reset(Instant.now());
        }
        Set<ChangedView> due = changed;
        changed = new LinkedHashSet<>();
        due.removeIf(view -> !audiences.hasFollowersOf(view.owner()));
        return due;
    }

    private long untilHeartbeat() {
        return Duration.between(Instant.now(), nextHeartbeat).toMillis();
    }

    private void heartbeat() {
        boolean followed;
        boolean hosts;
        synchronized (this) {
            audiences.forget(Instant.now());
            followed = !audiences.isEmpty() && !resetting; // a heartbeat says that nothing is missing
            hosts = audiences.hasFollowersOf(null);
        }
        if (!hosts) {
            views.forgetHosts();
        }
        if (!followed || !currencyCheck.getAsBoolean()) {
            return;
        }
        views.readTimed(hosts, this::isFollowed, this::publish);
        views.delivered();
        synchronized (this) {
            audiences.heartbeat(Instant.now());
        }
    }

    private synchronized boolean isFollowed(OwnerName owner) {
        return audiences.hasFollowersOf(owner);
    }

    private synchronized void publish(List<ViewChange> changes) {
        Instant now = Instant.now();
        changes.forEach(change -> audiences.publish(change, now));
    }
}
