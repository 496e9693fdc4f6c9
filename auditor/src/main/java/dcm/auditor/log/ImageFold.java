package dcm.auditor.log;

import dcm.auditor.log.LoggedImage.Phase;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.Operation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Folds the events about owners' own images. */
final class ImageFold {
    private static final int ONLY_ORDER = 1;

    private final Map<ImageId, LoggedImage> images = new HashMap<>();
    private final Map<OrderId, ImageId> commits = new HashMap<>();
    private final Set<ContainerId> temporaryContainers = new HashSet<>();

    Map<ImageId, LoggedImage> end() {
        return Map.copyOf(images);
    }

    Set<ContainerId> temporaryContainers() {
        return Set.copyOf(temporaryContainers);
    }

    /**
     * Applies an event.
     *
     * @throws IllegalStateException if the event is about an unknown image
     */
    void apply(OwnerName owner, Event event) {
        switch (event) {
            case CommitOrdered ordered -> {
                commits.put(new OrderId(ordered.container(), ordered.number()), ordered.image());
                put(new LoggedImage(
                        ordered.image(),
                        owner,
                        ordered.name().value(),
                        ordered.host(),
                        ordered.partition(),
                        Phase.COMMITTING,
                        false));
            }
            case FlattenOrdered ordered -> {
                temporaryContainers.add(ordered.container());
                put(new LoggedImage(
                        ordered.image(),
                        owner,
                        ordered.name().value(),
                        ordered.host(),
                        ordered.partition(),
                        Phase.COMMITTING,
                        false));
            }
            case ImportOrdered ordered -> {
                temporaryContainers.add(ordered.container());
                put(new LoggedImage(
                        ordered.image(),
                        owner,
                        ordered.name().value(),
                        ordered.host(),
                        ordered.partition(),
                        Phase.COMMITTING,
                        false));
            }
            case HandOverReceived received ->
                put(new LoggedImage(
                        received.image(),
                        owner,
                        received.item().image().value(),
                        received.given().host(),
                        received.given().partition(),
                        Phase.READY,
                        false));
            case ContainerCommitted committed -> change(committed.image(), image -> image.in(Phase.READY));
            case ImageFlattened flattened -> change(flattened.image(), image -> image.in(Phase.READY));
            case ImageImported imported -> change(imported.image(), image -> image.in(Phase.READY));
            case ImageFailure failed -> change(failed.image(), image -> image.in(Phase.FAILED));
            case ImageRemoved removed -> change(removed.image(), image -> image.in(Phase.REMOVED));
            case ImageDeleted deleted -> change(deleted.image(), LoggedImage::asDeleted);
            case OperationFailed failed
            when failed.operation() == Operation.COMMIT ->
                Optional.ofNullable(commits.get(new OrderId(failed.container(), failed.number())))
                        .ifPresent(image -> change(image, one -> one.in(Phase.FAILED)));
            default -> {} // about something else
        }
    }

    private void put(LoggedImage image) {
        images.put(image.id(), image);
    }

    private void change(ImageId id, UnaryOperator<LoggedImage> change) {
        LoggedImage image = images.get(id);
        if (image == null) {
            throw new IllegalStateException("there is no image " + id);
        }
        put(change.apply(image));
    }

    /** The order of a temporary container that follows from an event. */
    Optional<OrderId> order(Event event) {
        return switch (event) {
            case FlattenOrdered ordered -> Optional.of(new OrderId(ordered.container(), ONLY_ORDER));
            case ImportOrdered ordered -> Optional.of(new OrderId(ordered.container(), ONLY_ORDER));
            default -> Optional.empty();
        };
    }
}
