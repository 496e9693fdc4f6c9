package dcm.worker.report;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Encoded;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.identity.HostName;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.notification.Notification;
import dcm.contract.order.Order;
import dcm.kafka.KafkaRecords;
import dcm.worker.host.WorkerConfig;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/**
 * Publishes the progress of orders to waiting callers. It does not wait for confirmation, because an event follows in
 * any case. Thread-safe.
 */
@ApplicationScoped
public class NotificationPublisher {
    private static final Logger LOG = Logger.getLogger(NotificationPublisher.class);

    private final Codec<Notification> codec = new Codec<>(Families.NOTICES);
    private final MutinyEmitter<byte[]> emitter;
    private final HostName host;
    private final Clock clock = Clock.systemUTC();

    NotificationPublisher(@Channel("notices") MutinyEmitter<byte[]> emitter, WorkerConfig config) {
        this.emitter = emitter;
        this.host = config.name();
    }

    /** Publishes that the engine has started a container. */
    public void launched(Message<Order> order, ContainerLaunched notice) {
        Envelope cause = order.envelope();
        String id = host + ":" + notice.container() + ":launched";
        Envelope envelope = cause.next(id, "runtime-worker/" + host, cause.aggregate(), clock.instant(), cause.actor());
        Encoded encoded = codec.encode(new Message<>(envelope, notice));
        try {
            send(envelope, encoded);
        } catch (RuntimeException e) {
            LOG.debugf(e, "notice was not sent: id=%s", id);
        }
    }

    private void send(Envelope envelope, Encoded encoded) {
        emitter.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(encoded.value())
                        .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(envelope.aggregate().value())
                                .withTimestamp(envelope.time())
                                .withHeaders(KafkaRecords.headers(encoded.headers()))
                                .build()))
                .subscribe()
                .with(sent -> {}, failure -> LOG.debugf(failure, "notice was not sent: id=%s", envelope.id()));
    }
}
