package dcm.projection.image;

import dcm.contract.envelope.Envelope;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.transfer.TransferredImage;
import dcm.contract.view.ImageViewState;
import java.time.Instant;
import java.util.Objects;

/** Builds the image view. */
public final class ImageProjection {
    /** The origin of an imported image. */
    private static final String AN_ARCHIVE = "an archive";

    private ImageProjection() {}

    /** Projects an event of an owner; ignores events that are not about images. */
    public static void apply(Envelope envelope, OwnerEvent event) {
        switch (event) {
            case CommitOrdered ordered -> ordered(envelope, ordered).persist();
            case ContainerCommitted committed -> made(row(committed.image()), committed.digest(), committed.facts());
            case FlattenOrdered ordered -> ordered(envelope, ordered).persist();
            case ImageFlattened flattened -> made(row(flattened.image()), flattened.digest(), flattened.facts());
            case ImportOrdered ordered -> ordered(envelope, ordered).persist();
            case ImageImported imported -> imported(row(imported.image()), imported.digest(), imported.facts());
            case ImageFailure failed -> row(failed.image()).delete();
            case HandOverReceived received -> received(envelope, received).persist();
            case ImageRemoved removed -> removed(row(removed.image()), envelope.time());
            case ImageDeleted deleted -> deleted(deleted, envelope.time());
            case OperationFailed failed
            when failed.operation() == Operation.COMMIT ->
                ImageRow.delete(
                        "fromContainer = ?1 and number = ?2", failed.container().value(), failed.number());
            default -> {} // not about images
        }
    }

    static ImageRow ordered(Envelope envelope, CommitOrdered ordered) {
        ImageRow row = new ImageRow();
        row.id = ordered.image().value();
        row.owner = envelope.aggregate().owner().value();
        row.name = ordered.name().value();
        row.state = ImageViewState.COMMITTING;
        row.host = ordered.host().value();
        row.message = ordered.message();
        row.fromContainer = ordered.container().value();
        row.fromContainerName = ordered.fromContainer().value();
        row.fromImage = ordered.from().name().value();
        row.fromDigest = ordered.from().digest().value();
        row.flattened = ordered.flatten();
        row.number = ordered.number();
        return row;
    }

    static ImageRow ordered(Envelope envelope, FlattenOrdered ordered) {
        ImageRow row = new ImageRow();
        row.id = ordered.image().value();
        row.owner = envelope.aggregate().owner().value();
        row.name = ordered.name().value();
        row.state = ImageViewState.COMMITTING;
        row.host = ordered.host().value();
        row.message = ordered.message();
        row.fromImage = ordered.from().name().value();
        row.fromDigest = ordered.from().digest().value();
        row.flattened = true;
        return row;
    }

    static ImageRow ordered(Envelope envelope, ImportOrdered ordered) {
        ImageRow row = new ImageRow();
        row.id = ordered.image().value();
        row.owner = envelope.aggregate().owner().value();
        row.name = ordered.name().value();
        row.state = ImageViewState.COMMITTING;
        row.host = ordered.host().value();
        row.message = ordered.message();
        row.fromImage = AN_ARCHIVE;
        row.fromDigest = "";
        row.imported = true;
        return row;
    }

    private static void imported(ImageRow row, ImageDigest digest, ImageFacts facts) {
        made(row, digest, facts);
        row.fromDigest = digest.value();
    }

    /** An image received from another owner. Its origin shows that owner's name only. */
    static ImageRow received(Envelope envelope, HandOverReceived received) {
        TransferredImage given = received.given();
        ImageRow row = new ImageRow();
        row.id = received.image().value();
        row.owner = envelope.aggregate().owner().value();
        row.name = received.item().image().value();
        row.host = given.host().value();
        row.fromImage = received.from().value();
        row.fromDigest = given.digest().value();
        row.state = ImageViewState.READY;
        row.digest = given.digest().value();
        if (given.facts() != null) {
            made(row, given.digest(), given.facts());
        }
        return row;
    }

    static void made(ImageRow row, ImageDigest digest, ImageFacts facts) {
        row.state = ImageViewState.READY;
        row.digest = digest.value();
        row.sizeBytes = facts.sizeBytes();
        row.ownBytes = facts.ownBytes();
        row.layers = facts.layers();
        row.createdAt = facts.createdAt();
    }

    static void removed(ImageRow row, Instant when) {
        row.state = ImageViewState.REMOVED;
        row.removedAt = when;
    }

    /** Does nothing for an image that was never created, because it has no row. */
    private static void deleted(ImageDeleted deleted, Instant when) {
        ImageRow.<ImageRow>findByIdOptional(deleted.image().value()).ifPresent(row -> row.deletedAt = when);
    }

    private static ImageRow row(ImageId image) {
        return Objects.requireNonNull(ImageRow.findById(image.value()), "an image that nobody ordered: " + image);
    }
}
