package dcm.command.notification;

import dcm.command.admission.stream.RegisteredHosts;
import dcm.contract.authentication.ReportSource;
import dcm.contract.authentication.ReportVerifier;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.IntentId;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.notification.Notification;
import dcm.contract.topic.Topic;
import dcm.intent.IntentWaiters;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/** Reads new records of {@code dcm.notices} for callers that wait until their container has started. Thread-safe. */
@Startup
@ApplicationScoped
public class LaunchNotifications {
    private static final Logger LOG = Logger.getLogger(LaunchNotifications.class);

    private final Codec<Notification> codec = new Codec<>(Families.NOTICES);
    private final IntentWaiters<Launch> expected = new IntentWaiters<>();
    private final ReportVerifier verifier;
    private final RegisteredHosts hosts;
    private final LogReader reader;

    /** The reader does not count for readiness, because only waiting callers need it. */
    LaunchNotifications(KafkaConnection connection, ReportVerifier verifier, RegisteredHosts hosts) {
        this.verifier = verifier;
        this.hosts = hosts;
        reader = new LogReader(
                "notices",
                connection,
                LogReader.partitions(Topic.NOTICES.topicName(), Topic.NOTICES.partitions()),
                // Also after a failure: old hints are useless and may have been deleted.
                (consumer, partitions, handled) -> consumer.endOffsets(partitions),
                this::take);
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    /** Starts to wait for the container of {@code intent}; call this before the intent is appended. */
    public Launch expect(IntentId intent) {
        Launch launch = new Launch(intent);
        expected.add(intent, launch);
        return launch;
    }

    void take(ConsumerRecords<String, byte[]> records) {
        if (expected.isEmpty()) {
            return;
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                Optional<ReportSource> source = verifier.source(
                        Topic.NOTICES,
                        record.key(),
                        new Encoded(KafkaRecords.headers(record.headers()), record.value()));
                if (source.isEmpty()) {
                    LOG.warnf(
                            "notice discarded, it is not authenticated by its source: record=%s",
                            KafkaRecords.position(record));
                    continue;
                }
                receive(source.get(), KafkaRecords.message(codec, record));
            } catch (RuntimeException e) {
                // Possibly from a newer worker, or from a hostile one. Hints are optional, so an unreadable one is
                // skipped, unlike a record of the log.
                LOG.debugf("notice skipped: reason=%s", e.getMessage());
            }
        }
    }

    /** A worker can announce only its own containers, at the addresses with which its host joined. */
    private void receive(ReportSource source, Message<Notification> message) {
        Set<Launch> waiting = expected.of(new IntentId(message.envelope().correlation()));
        switch (message.payload()) {
            case ContainerLaunched launched -> {
                if (isOf(source, launched)) {
                    waiting.forEach(launch -> launch.completion.complete(launched));
                } else {
                    LOG.warnf(
                            "notice discarded, its source may not send it: source=%s host=%s address=%s",
                            source, launched.host(), launched.ssh().address());
                }
            }
        }
    }

    private boolean isOf(ReportSource source, ContainerLaunched launched) {
        Optional<HostDeclaration> declaration = hosts.declaration(launched.host());
        return source.host().equals(Optional.of(launched.host()))
                && source.join().equals(declaration.map(HostDeclaration::join))
                && declaration
                        .map(declared -> declared.permits(launched.ssh())
                                && launched.ports().stream().allMatch(port -> declared.hasAlias(port.address())))
                        .orElse(true);
    }

    /** A caller's wait for the start of a container. Must be closed. */
    public final class Launch implements AutoCloseable {
        private final IntentId intent;
        private final CompletableFuture<ContainerLaunched> completion = new CompletableFuture<>();

        private Launch(IntentId intent) {
            this.intent = intent;
        }

        /** Completes when the container has started; may never complete. */
        public CompletableFuture<ContainerLaunched> completion() {
            return completion;
        }

        @Override
        public void close() {
            expected.remove(intent, this);
        }
    }
}
