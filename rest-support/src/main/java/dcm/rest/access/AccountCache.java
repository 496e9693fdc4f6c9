package dcm.rest.access;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Message;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.problem.ProblemException;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * The current state of all accounts, read from {@code dcm.accounts} and held in memory, so that lookups need no broker.
 * Thread-safe.
 */
@Startup
@ApplicationScoped
public class AccountCache {
    private final Codec<AccountSnapshot> codec = new Codec<>(Families.ACCOUNTS);
    private final Map<OwnerName, AccountSnapshot> byName = new ConcurrentSkipListMap<>();
    private final Map<SignIn, OwnerName> bySignIn = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LogReader reader;

    /** Is called after each change of an account, on the thread that reads the accounts. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes a change.
         *
         * @param before null for an account that was not known
         */
        void changed(@Nullable AccountSnapshot before, AccountSnapshot after);
    }

    AccountCache(LogReaderReadiness readers) {
        reader = readers.register(LogReader.ofTable("accounts", readers.tables(), Topic.ACCOUNTS, this::take));
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    /** Calls {@code listener} after each change from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Waits until all accounts have been read. Returns false if that takes longer than {@code bound}. */
    public boolean awaitAll(Duration bound) throws InterruptedException {
        return reader.awaitCaughtUp(bound);
    }

    /** Reads the accounts. */
    public LogReader reader() {
        return reader;
    }

    /** Whether all accounts that existed when the service started have been read. */
    public boolean isComplete() {
        return reader.isCaughtUp();
    }

    public Optional<AccountSnapshot> find(OwnerName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The account with this name, removed or not.
     *
     * @throws ProblemException if there is none
     */
    public AccountSnapshot get(OwnerName name) {
        return find(name)
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + name + "'."));
    }

    /** The account that is bound to this sign-in. */
    public Optional<AccountSnapshot> find(SignIn signIn) {
        return Optional.ofNullable(bySignIn.get(signIn)).flatMap(this::find);
    }

    /** All accounts except removed ones, by name. */
    public Collection<AccountSnapshot> all() {
        return byName.values().stream().filter(account -> !account.isRemoved()).toList();
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Message<AccountSnapshot> message = KafkaRecords.message(codec, record);
            put(message.payload());
        }
    }

    void put(AccountSnapshot account) {
        @Nullable AccountSnapshot before = byName.put(account.name(), account);
        if (before != null && before.signIn() != null && !before.signIn().equals(account.signIn())) {
            bySignIn.remove(before.signIn(), account.name()); // it was released or bound to another sign-in
        }
        if (account.signIn() != null && !account.isRemoved()) {
            bySignIn.put(account.signIn(), account.name());
        }
        listeners.forEach(listener -> listener.changed(before, account));
    }
}
