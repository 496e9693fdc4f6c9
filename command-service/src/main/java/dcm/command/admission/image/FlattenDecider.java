package dcm.command.admission.image;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides about flattening an image. The host does it with a single order for a temporary container. */
public final class FlattenDecider {
    private FlattenDecider() {}

    /** Decides whether an image is flattened. */
    public static List<OwnerEvent> decide(
            OwnerState state, IntentId id, FlattenImage flatten, DecisionContext context) {
        List<ImageState> meant = state.usable(flatten.image());
        if (meant.size() != 1) {
            return ImageDecider.notOne(state, id, flatten.image(), meant, "flatten", context);
        }
        ImageState image = meant.getFirst();
        if (state.isBeingFlattened(image)) {
            return ImageRejections.beingFlattened(id, image.name());
        }
        if (state.transfers().gives(image.id())) {
            return TransferRejections.beingHandedOver(id, "image '" + image.name() + "'");
        }
        return QuotaUsage.forImage(state, image.name(), context)
                .shortage(ImageDecider.ANY_IMAGE)
                .map(shortage -> Rejections.quota(id, shortage))
                .orElseGet(() -> List.of(new FlattenOrdered(
                        id,
                        ImageId.of(id),
                        ContainerId.of(id),
                        context.longDeadline(),
                        image.name(),
                        image.host(),
                        image.partition(),
                        image.id(),
                        image.image().orElseThrow(),
                        flatten.message())));
    }

    /** The events that follow from a report on the order. */
    public static List<OwnerEvent> react(
            OwnerState state, ImageState image, ContainerReport report, DecisionContext context) {
        ImageCreation creation = creation(image).orElseThrow();
        return creation.react(report, done -> flattened(state, creation, done, context));
    }

    /** The flattened image replaces the original, if that still has its name; otherwise flattening fails. */
    private static List<OwnerEvent> flattened(
            OwnerState state, ImageCreation creation, CommitDone done, DecisionContext context) {
        ImageState image = creation.image();
        ImageId original = Objects.requireNonNull(creation.creation().original(), "a flattening has an original");
        boolean named =
                state.usable(image.name()).stream().anyMatch(other -> other.id().equals(original));
        if (!named) {
            return List.of(creation.nameTaken());
        }
        return ImageDecider.tooLarge(state, image.name(), done.facts(), context)
                .<List<OwnerEvent>>map(why -> List.of(creation.failed(ErrorCode.QUOTA_EXCEEDED, why)))
                .orElseGet(() -> List.of(
                        new ImageRemoved(null, original),
                        new ImageFlattened(creation.intent(), image.id(), done.digest(), done.facts())));
    }

    /** The events when the deadline and a grace period have passed without a report. */
    public static List<OwnerEvent> expire(ImageState image) {
        return creation(image).map(ImageCreation::expire).orElse(List.of());
    }

    private static Optional<ImageCreation> creation(ImageState image) {
        return image.creating().map(how -> new ImageCreation(image, how, FlattenFailed::new, FlattenProgressed::new));
    }
}
