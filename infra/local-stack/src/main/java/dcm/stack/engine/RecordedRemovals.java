package dcm.stack.engine;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.kafka.archive.LogScan;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.InstallationIntents;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Requests the removal of what {@code down --all} removed from the engine, so that no quota counts it and no name is
 * taken by it. Otherwise, the containers would be lost, and wait to be recreated.
 */
public final class RecordedRemovals {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Installation installation;

    public RecordedRemovals(Installation installation) {
        this.installation = installation;
    }

    public StartupStep step() {
        return new StartupStep("removals", Set.of("topics", "command-service"), this::append);
    }

    private void append() {
        RemovedObjects removed = RemovedObjects.stored(installation);
        if (removed.isEmpty()) {
            return;
        }
        NamedImages names = removed.images().isEmpty() ? new NamedImages() : readNames();
        try (InstallationIntents intents = new InstallationIntents(installation)) {
            removed.containers()
                    .forEach((id, owner) -> intents.append(
                            AggregateId.of(owner),
                            removalId("container " + id),
                            new RemoveContainer(new Handle(id.value()), true)));
            removed.images()
                    .forEach(id -> names.find(id)
                            .ifPresent(image -> intents.append(
                                    AggregateId.of(image.owner()),
                                    removalId("image " + id),
                                    new RemoveImage(image.name()))));
        }
        RemovedObjects.delete(installation);
    }

    /** A constant id for each object, so that an interrupted attempt can be repeated. */
    private static IntentId removalId(String object) {
        return IntentId.ofKey(Actor.INSTALLATION, "removed by down: " + object);
    }

    private NamedImages readNames() {
        var names = new NamedImages();
        var codec = new Codec<>(Families.EVENTS);
        LogReader.Handler handler = records -> records.forEach(record -> {
            var message = KafkaRecords.message(codec, record);
            names.apply(message.envelope().aggregate(), message.payload());
        });
        try {
            LogScan.read(
                    "removals",
                    installation.kafka(),
                    LogReader.partitions(Topic.EVENTS.topicName(), Topic.EVENTS.partitions()),
                    LogArchive.open(installation.logArchive())::thenLog,
                    handler,
                    PATIENCE);
        } catch (TimeoutException | LogArchiveException e) {
            throw new StackFailure(
                    "The images that ./dcm down --all has removed are still in the views, until ./dcm up is run again: %s"
                            .formatted(e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while reading the log.", e);
        }
        return names;
    }
}
