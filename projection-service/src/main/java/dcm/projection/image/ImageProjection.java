package dcm.projection.image;

import dcm.contract.envelope.Envelope;
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
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Image;
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
            case ImageOrdered ordered -> ordered(envelope, ordered).persist();
            case ImageProgressed progressed -> {} // the view has no steps
            case ImageImported imported -> imported(row(imported.image()), imported.digest(), imported.facts());
            case ImageCreated created -> made(row(created.image()), created.digest(), created.facts());
            case ImageFailure failed -> row(failed.image()).delete();
            case ImagePromoted promoted -> {} // the owner's image is unchanged
            case ImageRemoved removed -> removed(row(removed.image()), envelope.time());
            case ImageHostChanged changed ->
                row(changed.image()).host = changed.host().value();
            case ImageDeleted deleted -> deleted(deleted, envelope.time());
            case HandOverReceived received -> received(envelope, received).persist();
            case OperationFailed failed -> failed(failed);
            case ContainerEvent _,
                    AccountEvent _,
                    HandOverEvent _,
                    HomesMoveEvent _,
                    IntentRejected _ -> {} // not about images
        }
    }

    /** Removes the image of a failed commit. */
    private static void failed(OperationFailed failed) {
        if (failed.operation() == Operation.COMMIT) {
            ImageRow.delete(
                    "fromContainer = ?1 and number = ?2", failed.container().value(), failed.number());
        }
    }

    static ImageRow ordered(Envelope envelope, ImageOrdered ordered) {
        ImageRow row = new ImageRow();
        row.id = ordered.image().value();
        row.owner = envelope.aggregate().owner().value();
        row.name = ordered.name().value();
        row.state = ImageViewState.COMMITTING;
        row.host = ordered.host().value();
        row.message = ordered.message();
        origin(row, ordered);
        return row;
    }

    private static void origin(ImageRow row, ImageOrdered ordered) {
        switch (ordered) {
            case CommitOrdered commit -> {
                row.fromContainer = commit.container().value();
                row.fromContainerName = commit.fromContainer().value();
                row.number = commit.number();
                row.flattened = commit.flatten();
                origin(row, commit.from());
            }
            case FlattenOrdered flatten -> {
                row.flattened = true;
                origin(row, flatten.from());
            }
            case ImportOrdered archive -> {
                row.imported = true;
                row.fromImage = AN_ARCHIVE;
                row.fromDigest = "";
            }
        }
    }

    private static void origin(ImageRow row, Image from) {
        row.fromImage = from.name().value();
        row.fromDigest = from.digest().value();
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
