package dcm.worker;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.metrics.LogReaderMetrics;
import dcm.worker.intake.HostAccounts;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.swarm.HostNetworks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the accounts of this host's owners from the topic of its desired state. Thread-safe.
 *
 * <p>It also reads the accounts of all hosts if this host is in a swarm, where each account has a network, or if one is missing: admission
 * before 0.11 does not write accounts there, and a newer one begins some seconds after the first start of this version.
 */
final class AccountReading {
    private static final Logger LOG = Logger.getLogger(AccountReading.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final WorkerContext worker;
    private final WorkerRun run;
    private final HostNetworks networks;
    private final HostAccounts accounts;
    private @Nullable LogReader all;

    AccountReading(
            WorkerContext worker,
            WorkerRun run,
            HostNetworks networks,
            Consumer<List<DesiredAccount>> onChange,
            Consumer<OwnerName> onEnd) {
        this.worker = worker;
        this.run = run;
        this.networks = networks;
        this.accounts = new HostAccounts(worker.host(), onChange, onEnd);
    }

    /**
     * Returns when the accounts of these owners have been read.
     *
     * @throws InterruptedException if the worker stops before that
     */
    void start(Collection<OwnerName> owners) throws InterruptedException {
        TopicPartition topic = new TopicPartition(Topic.WANTED.topicName(worker.host()), 0);
        await(read(LogReader.ofTable("host-accounts", worker.consumer(), List.of(topic), accounts::apply)));
        if (worker.config().swarm().mode().isOn()) {
            await(readAll());
        } else if (!accounts.hasAll(owners)) {
            LOG.infof("accounts of all hosts are read until the next start: host=%s", worker.host());
            await(readAll());
        }
    }

    /** Reads the accounts of all hosts, too, because one is missing. Does not wait. */
    void accountMissing() {
        Thread.ofVirtual().name("all-accounts").start(this::readAll);
    }

    private synchronized LogReader readAll() {
        if (all == null) {
            Codec<AccountSnapshot> codec = new Codec<>(Families.ACCOUNTS);
            all = read(LogReader.ofTable("all-accounts", worker.consumer(), Topic.ACCOUNTS, records -> {
                List<AccountSnapshot> changed = KafkaRecords.payloads(codec, records);
                networks.applyAccounts(changed);
                accounts.applyAll(changed);
            }));
        }
        return all;
    }

    private LogReader read(LogReader reader) {
        return run.read(LogReaderMetrics.measure(reader, worker.metrics()));
    }

    private void await(LogReader reader) throws InterruptedException {
        while (!reader.awaitCaughtUp(PAUSE)) {
            LOG.debugf("worker waits for %s: host=%s", reader.name(), worker.host());
        }
    }
}
