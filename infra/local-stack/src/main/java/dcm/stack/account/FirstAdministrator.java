package dcm.stack.account;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.stack.installation.Installation;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opens the account of the first administrator, which is needed to open all others. */
public final class FirstAdministrator {
    /** The name of the account and its sign-in. */
    static final OwnerName NAME = new OwnerName(KeycloakRealm.ADMINISTRATOR);

    private final Installation installation;

    public FirstAdministrator(Installation installation) {
        this.installation = installation;
    }

    public StartupStep step() {
        return new StartupStep("administrator", Set.of("topics", "keycloak", "command-service"), this::ensure);
    }

    private void ensure() {
        Path done = installation.data("first-administrator");
        if (Files.exists(done)) {
            return;
        }
        new KeycloakRealm(installation)
                .ensure(NAME.value(), "Administrator", installation.secrets().admin());
        append(OpenAccount.of(Profile.of("Administrator", Role.ADMINISTRATOR), List.of()));
        try {
            Files.createFile(done);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(done, e.getMessage()), e);
        }
    }

    private void append(Intent intent) {
        // A constant id, so that an interrupted attempt can be repeated.
        String id = IntentId.ofKey(Actor.INSTALLATION, "first administrator").value();
        AggregateId aggregate = AggregateId.of(NAME);
        Envelope envelope = Envelope.first(
                id, "local-stack", aggregate, Clock.systemUTC().instant(), Actor.INSTALLATION, TraceParent.fresh());
        Map<String, Object> config = installation.kafka().with(Map.of(ProducerConfig.ACKS_CONFIG, "all"));
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(KafkaRecords.record(
                            new Codec<>(Families.INTENTS),
                            Topic.INTENTS,
                            null,
                            aggregate.value(),
                            new Message<>(envelope, intent)))
                    .get();
        } catch (ExecutionException e) {
            throw new StackFailure("Cannot record the first administrator: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while recording the first administrator.", e);
        }
    }
}
