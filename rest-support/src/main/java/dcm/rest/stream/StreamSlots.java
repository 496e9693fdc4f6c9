package dcm.rest.stream;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent streamed responses, because each occupies threads and connections until its client ends it. Ends those of accounts
 * that are suspended, removed or bound to another sign-in. Thread-safe.
 */
public class StreamSlots {
    private static final long RETRY_SECONDS = 5;

    private final Function<OwnerName, Optional<AccountSnapshot>> accounts;
    private final int perAccount;
    private final int most;
    private final Map<OwnerName, Integer> used = new ConcurrentHashMap<>();
    private final Set<Counted<?>> open = ConcurrentHashMap.newKeySet();
    private int all;

    /**
     * @param accounts finds the accounts that are known here
     * @param perAccount the maximum per account
     * @param most the maximum for all accounts together
     */
    public StreamSlots(Function<OwnerName, Optional<AccountSnapshot>> accounts, int perAccount, int most) {
        this.accounts = accounts;
        this.perAccount = perAccount;
        this.most = most;
    }

    void changed(@Nullable AccountSnapshot before, AccountSnapshot after) {
        boolean isBoundAnew =
                before != null && before.signIn() != null && !before.signIn().equals(after.signIn());
        if (isBoundAnew || after.isSuspended()) {
            open.stream().filter(stream -> stream.owner.equals(after.name())).forEach(Counted::end);
        }
    }

    /**
     * Opens a source and counts it until it is closed.
     *
     * @throws ProblemException if the limit is reached; nothing is opened then
     */
    public Source open(OwnerName owner, Supplier<Source> opening) {
        ItemSource<byte[]> counted = openItems(owner, opening);
        return new Source() {
            @Override
            public Optional<byte[]> next() throws IOException, InterruptedException {
                return counted.next();
            }

            @Override
            public void onEnd(Runnable action) {
                counted.onEnd(action);
            }

            @Override
            public void close() {
                counted.close();
            }
        };
    }

    /**
     * Opens a source of items and counts it until it is closed.
     *
     * @throws ProblemException if the limit is reached; nothing is opened then
     */
    public <T> ItemSource<T> openItems(OwnerName owner, Supplier<? extends ItemSource<T>> opening) {
        take(owner);
        Counted<T> counted;
        try {
            counted = new Counted<>(owner, opening.get());
        } catch (RuntimeException e) {
            release(owner);
            throw e;
        }
        open.add(counted);
        // The account may have been suspended after the request was authenticated.
        accounts.apply(owner).filter(AccountSnapshot::isSuspended).ifPresent(ended -> counted.end());
        return counted;
    }

    /**
     * Runs a request that counts like a stream until it returns, because its result can be large.
     *
     * @throws ProblemException if the limit is reached; nothing is run then
     */
    public <T> T during(OwnerName owner, Supplier<T> request) {
        take(owner);
        try {
            return request.get();
        } finally {
            release(owner);
        }
    }

    private synchronized void take(OwnerName owner) {
        int own = used.getOrDefault(owner, 0);
        if (own >= perAccount) {
            throw tooMany("An account can follow " + perAccount
                    + " streams (logs, statistics, requests, changes) at the same time, and yours follows " + own
                    + ". Stop one of them and try again.");
        }
        if (all >= most) {
            throw tooMany(
                    "All accounts together can follow " + most
                            + " streams (logs, statistics, requests, changes) at the same time, and all are in use. Try again later.");
        }
        used.put(owner, own + 1);
        all++;
    }

    private static ProblemException tooMany(String detail) {
        return new ProblemException(
                ErrorCode.TOO_MANY_REQUESTS, detail, null, Map.of(ProblemException.RETRY_AFTER, RETRY_SECONDS));
    }

    private synchronized void release(OwnerName owner) {
        used.computeIfPresent(owner, (name, own) -> own == 1 ? null : own - 1);
        all--;
    }

    private final class Counted<T> implements ItemSource<T> {
        private final OwnerName owner;
        private final ItemSource<T> source;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile boolean ended;
        private volatile Runnable atEnd = () -> {};

        Counted(OwnerName owner, ItemSource<T> source) {
            this.owner = owner;
            this.source = source;
        }

        @Override
        public Optional<T> next() throws IOException, InterruptedException {
            Optional<T> item = source.next();
            if (ended && item.isEmpty()) {
                throw new IOException("the account may no longer follow it");
            }
            return item;
        }

        @Override
        public void onEnd(Runnable action) {
            atEnd = action;
            source.onEnd(action);
        }

        /** Ends the stream, which must not seem to be complete. */
        void end() {
            ended = true;
            close();
            atEnd.run();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                open.remove(this);
                release(owner);
            }
            source.close();
        }
    }
}
