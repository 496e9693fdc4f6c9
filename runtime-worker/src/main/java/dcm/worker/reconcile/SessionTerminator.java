package dcm.worker.reconcile;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.ContainerStatus;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Ends SSH sessions in an account's containers if they began before the time in the account's {@code sessionsEndedAt}.
 * After a start it processes all accounts with such a time, because it may have missed a change.
 */
public final class SessionTerminator implements Supervised {
    private static final Logger LOG = Logger.getLogger(SessionTerminator.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Codec<AccountSnapshot> codec = new Codec<>(Families.ACCOUNTS);
    private final Engine engine;
    private final Clock clock;
    private final Map<OwnerName, Instant> done = new ConcurrentHashMap<>();
    private final BlockingQueue<AccountSnapshot> queue = new LinkedBlockingQueue<>();
    private final SupervisedLoop loop = SupervisedLoop.of("session-end", this::run);

    public SessionTerminator(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    public SessionTerminator start() {
        loop.start();
        return this;
    }

    /** Applies changes of accounts. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            AccountSnapshot account = KafkaRecords.message(codec, record).payload();
            Instant endedAt = account.sessionsEndedAt();
            if (endedAt != null && !endedAt.equals(done.get(account.name()))) {
                queue.add(account);
            }
        }
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        AccountSnapshot account = queue.take();
        Instant endedAt = account.sessionsEndedAt();
        if (endedAt != null && !endedAt.equals(done.put(account.name(), endedAt))) {
            end(account.name(), endedAt);
        }
    }

    private void end(OwnerName owner, Instant before) throws InterruptedException {
        while (true) {
            try {
                for (EngineContainer container : engine.list()) {
                    if (container.owner().equals(owner) && container.status() == ContainerStatus.RUNNING) {
                        end(container, before);
                    }
                }
                return;
            } catch (EngineException e) {
                LOG.warnf(
                        "logins of an account could not be ended, this is retried: account=%s reason=%s",
                        owner, e.message());
                Thread.sleep(PAUSE);
            }
        }
    }

    private void end(EngineContainer container, Instant before) {
        Duration age = Duration.between(before, clock.instant());
        try {
            engine.endSessions(container.id(), age.isNegative() ? Duration.ZERO : age);
            LOG.infof("logins ended: account=%s container=%s before=%s", container.owner(), container.id(), before);
        } catch (EngineException e) {
            // It has stopped or has no shell; continue with the other containers.
            LOG.warnf(
                    "logins in a container could not be ended: account=%s container=%s reason=%s",
                    container.owner(), container.id(), e.message());
        }
    }
}
