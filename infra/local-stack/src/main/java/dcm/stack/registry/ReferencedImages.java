package dcm.stack.registry;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.kafka.archive.LogScan;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images that owners and their containers have, according to the events. Not thread-safe. */
public final class ReferencedImages {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<ImageId, ImageDigest> images = new HashMap<>();
    private final Map<ContainerId, ImageDigest> containers = new HashMap<>();

    /**
     * Reads all events.
     *
     * @param archive of the log
     */
    public static ReferencedImages read(KafkaConnection connection, LogArchive archive) {
        var referenced = new ReferencedImages();
        var codec = new Codec<>(Families.EVENTS);
        LogReader.Handler handler = records -> records.forEach(
                record -> referenced.apply(KafkaRecords.message(codec, record).payload()));
        try {
            LogScan.read(
                    "image-registry",
                    connection,
                    LogReader.partitions(Topic.EVENTS.topicName(), Topic.EVENTS.partitions()),
                    archive::thenLog,
                    handler,
                    PATIENCE);
        } catch (TimeoutException | LogArchiveException e) {
            throw new StackFailure(
                    "It is unknown which images are in use, so none was deleted: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while reading the log.", e);
        }
        return referenced;
    }

    void apply(Event event) {
        switch (event) {
            case ImageCreated created -> images.put(created.image(), created.digest());
            case HandOverReceived received ->
                images.put(received.image(), received.given().digest());
            case ImageRemoved removed -> images.remove(removed.image());
            case ImageDeleted deleted -> images.remove(deleted.image());
            case ContainerPlaced placed ->
                containers.put(placed.container(), placed.image().digest());
            case OperationFailed failed when failed.endsContainer() -> containers.remove(failed.container());
            case ContainerRemoved removed -> containers.remove(removed.container());
            default -> {
                // Concerns no image.
            }
        }
    }

    /** The digests as hexadecimal digits, which are the tags in the registry. */
    public Set<String> tags() {
        return Stream.concat(images.values().stream(), containers.values().stream())
                .map(ImageDigest::hex)
                .collect(Collectors.toSet());
    }
}
