package dcm.stack.kafka;

import dcm.kafka.TopicProvisioner;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics of the log. */
public final class LogTopics {
    private static final short ONE_BROKER = 1;
    private static final short DEFAULT_OF_THE_CLUSTER = -1;

    private final Installation installation;

    public LogTopics(Installation installation) {
        this.installation = installation;
    }

    public StartupStep step() {
        return new StartupStep("topics", Set.of("kafka"), this::ensure);
    }

    private void ensure() {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            short replication = installation.foreignBroker().isPresent() ? DEFAULT_OF_THE_CLUSTER : ONE_BROKER;
            TopicProvisioner.ensure(admin, replication);
            if (installation.foreignBroker().isEmpty()) { // otherwise, no other machine can join
                TopicProvisioner.refuseCompression(admin);
            }
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new StackFailure("Cannot create the topics of the log: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating the topics of the log.", e);
        }
    }
}
