package dcm.stack;

import dcm.kafka.TopicProvisioner;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics of the log on the stack's broker. */
final class LogTopics {
    private static final short ONE_BROKER = 1;

    private final Installation installation;

    LogTopics(Installation installation) {
        this.installation = installation;
    }

    StartupStep step() {
        return new StartupStep("topics", Set.of("kafka"), this::ensure);
    }

    private void ensure() {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            TopicProvisioner.ensure(admin, ONE_BROKER);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new StackFailure("Cannot create the topics of the log: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while creating the topics of the log.", e);
        }
    }
}
