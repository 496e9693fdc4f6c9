package dcm.command.access;

import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogPrincipal.WorkerName;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The users of workers at Kafka's broker. Thread-safe. */
@Singleton
class BrokerWorkerUsers implements WorkerUsers {
    private final KafkaConnection connection;
    private final boolean enabled;

    /** @param enabled false: this service may not change users, because machines cannot join */
    BrokerWorkerUsers(
            KafkaConnection connection,
            @ConfigProperty(name = "dcm.worker-users.enabled", defaultValue = "true") boolean enabled) {
        this.connection = connection;
        this.enabled = enabled;
    }

    @Override
    public List<WorkerName> all() throws ExecutionException, InterruptedException {
        if (!enabled) {
            return List.of();
        }
        try (Admin admin = Admin.create(connection.properties())) {
            return admin.describeUserScramCredentials().users().get().stream()
                    .flatMap(user -> WorkerName.parse(user).stream())
                    .toList();
        }
    }

    @Override
    public void delete(WorkerName user) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection.properties())) {
            BrokerUserProvisioner.remove(admin, user.principal());
        }
    }
}
