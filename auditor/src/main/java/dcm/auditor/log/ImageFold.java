package dcm.auditor.log;

import dcm.auditor.log.RecordedImage.Phase;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageHostChanged;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Folds the events about owners' own images. */
final class ImageFold {
    private final Map<ImageId, RecordedImage> images = new HashMap<>();
    private final Map<OrderId, ImageId> commits = new HashMap<>();
    private final Set<ContainerId> temporaryContainers = new HashSet<>();
    /** When each image was made. */
    private final Map<ImageId, Instant> times = new HashMap<>();
    /** When hosts were removed, the last time. */
    private final Map<HostName, Instant> removals = new HashMap<>();

    Map<ImageId, RecordedImage> end() {
        Map<ImageId, RecordedImage> end = new HashMap<>();
        images.forEach((id, image) -> end.put(id, isWithoutItsEngine(image) ? image.on(image.host()) : image));
        return Map.copyOf(end);
    }

    /** A host that was removed and returned may have another engine. Events of hosts and of owners are not in one order. */
    private boolean isWithoutItsEngine(RecordedImage image) {
        Instant removal = removals.get(image.host());
        Instant time = times.get(image.id());
        return removal != null && time != null && removal.isAfter(time);
    }

    /** What the host still has is only in the image registry. */
    void hostRemoved(HostName host, Instant time) {
        removals.merge(host, time, (one, other) -> one.isAfter(other) ? one : other);
    }

    Set<ContainerId> temporaryContainers() {
        return Set.copyOf(temporaryContainers);
    }

    /**
     * Applies an event.
     *
     * @throws IllegalStateException if the event is about an unknown image
     */
    void apply(OwnerName owner, OwnerEvent event, Instant time) {
        switch (event) {
            case ImageOrdered ordered -> order(owner, ordered, time);
            case ImageProgressed progressed -> {} // the image is still being created
            case ImageCreated created -> change(created.image(), image -> image.in(Phase.READY));
            case ImageFailure failed -> change(failed.image(), image -> image.in(Phase.FAILED));
            case ImagePromoted promoted -> {} // the owner's image is unchanged
            case ImageRemoved removed -> change(removed.image(), image -> image.in(Phase.REMOVED));
            case ImageHostChanged changed -> change(changed.image(), image -> image.on(changed.host()));
            case ImageDeleted deleted -> change(deleted.image(), RecordedImage::asDeleted);
            case HandOverReceived received -> {
                times.put(received.image(), time);
                put(new RecordedImage(
                        received.image(),
                        owner,
                        received.item().image().value(),
                        received.given().host(),
                        false,
                        Phase.READY,
                        false));
            }
            case OperationFailed failed -> fail(failed);
            case ContainerEvent _,
                    AccountEvent _,
                    HandOverEvent _,
                    HomesMoveEvent _,
                    IntentRejected _ -> {} // not about images
        }
    }

    private void order(OwnerName owner, ImageOrdered ordered, Instant time) {
        times.put(ordered.image(), time);
        switch (ordered) {
            case CommitOrdered commit -> commits.put(new OrderId(commit.container(), commit.number()), commit.image());
            case FlattenOrdered flatten -> temporaryContainers.add(flatten.container());
            case ImportOrdered archive -> temporaryContainers.add(archive.container());
        }
        put(new RecordedImage(
                ordered.image(), owner, ordered.name().value(), ordered.host(), false, Phase.COMMITTING, false));
    }

    private void fail(OperationFailed failed) {
        if (failed.operation() == Operation.COMMIT) {
            Optional.ofNullable(commits.get(new OrderId(failed.container(), failed.number())))
                    .ifPresent(image -> change(image, one -> one.in(Phase.FAILED)));
        }
    }

    private void put(RecordedImage image) {
        images.put(image.id(), image);
    }

    private void change(ImageId id, UnaryOperator<RecordedImage> change) {
        RecordedImage image = images.get(id);
        if (image == null) {
            throw new IllegalStateException("there is no image " + id);
        }
        put(change.apply(image));
    }
}
