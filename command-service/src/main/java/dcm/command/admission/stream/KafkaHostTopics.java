package dcm.command.admission.stream;

import dcm.contract.identity.HostName;
import dcm.kafka.KafkaConnection;
import dcm.kafka.TopicProvisioner;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** Creates the topics of hosts at the broker. Thread-safe. */
@Singleton
class KafkaHostTopics implements HostTopics {
    private static final Logger LOG = Logger.getLogger(KafkaHostTopics.class);
    private static final short BROKERS_DEFAULT = -1;

    private final KafkaConnection connection;
    private final Set<HostName> existing = ConcurrentHashMap.newKeySet();

    KafkaHostTopics(KafkaConnection connection) {
        this.connection = connection;
    }

    @Override
    public void ensure(HostName host) {
        if (existing.contains(host)) {
            return;
        }
        try (Admin admin = Admin.create(connection.properties())) {
            existing.addAll(TopicProvisioner.hosts(admin)); // of all hosts, so that a restart asks once
            if (!existing.contains(host)) {
                TopicProvisioner.ensure(admin, host, BROKERS_DEFAULT);
                existing.add(host);
                LOG.infof("topics of a host created: host=%s", host);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topics of the host " + host + " cannot be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics of the host " + host + " were created", e);
        }
    }
}
