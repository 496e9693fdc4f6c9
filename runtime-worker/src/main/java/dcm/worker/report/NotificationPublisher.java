package dcm.worker.report;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.notification.Notification;
import dcm.contract.order.Order;
import dcm.contract.topic.Topic;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/**
 * Publishes the progress of orders to waiting callers. It does not wait for confirmation, because an event follows in
 * any case. Thread-safe.
 */
@ApplicationScoped
public class NotificationPublisher {
    private static final Logger LOG = Logger.getLogger(NotificationPublisher.class);

    private final LogEmitter<Notification> log;
    private final String source;
    private final HostName host;
    private final Clock clock = Clock.systemUTC();

    NotificationPublisher(@Channel("notices") MutinyEmitter<byte[]> emitter, ReportSource source, ReportKey key) {
        this.log = new LogEmitter<>(new Codec<>(Families.NOTICES), Topic.NOTICES, key, emitter);
        this.source = source.value();
        this.host = source.host().orElseThrow();
    }

    /**
     * Publishes that the engine has started a container.
     *
     * @param ports published ports other than SSH
     */
    public void launched(Message<Order> order, SshEndpoint ssh, List<PublishedPort> ports) {
        Envelope cause = order.envelope();
        ContainerLaunched launched = new ContainerLaunched(host, order.payload().container(), ssh, ports);
        String id = host + ":" + launched.container() + ":launched";
        Envelope envelope = cause.next(id, source, cause.aggregate(), clock.instant(), cause.actor());
        try {
            log.append(new Message<>(envelope, launched))
                    .subscribe()
                    .with(sent -> {}, failure -> logFailure(id, failure));
        } catch (RuntimeException e) {
            logFailure(id, e);
        }
    }

    private static void logFailure(String id, Throwable failure) {
        LOG.debugf(failure, "notification was not sent: id=%s", id);
    }
}
