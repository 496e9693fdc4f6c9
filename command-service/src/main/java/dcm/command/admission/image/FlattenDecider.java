package dcm.command.admission.image;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.ImageState.Creation;
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
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import java.util.List;
import java.util.Objects;

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
        Creation flattening = image.creating().orElseThrow();
        IntentId intent = flattening.intent();
        return switch (report) {
            case CommitDone done -> flattened(state, image, flattening, done, context);
            case OrderProgressed progressed -> List.of(new FlattenProgressed(intent, image.id(), progressed.step()));
            case OrderFailed failed -> List.of(new FlattenFailed(intent, image.id(), failed.code(), failed.detail()));
            case OrderDone done ->
                List.of(new FlattenFailed(
                        intent,
                        image.id(),
                        ErrorCode.ENGINE_FAILED,
                        "The host did not report whether the image was created."));
            case DiskSeen seen -> List.of();
            case ContainerObserved observed -> List.of();
        };
    }

    /** The flattened image replaces the original, if that still has its name; otherwise flattening fails. */
    private static List<OwnerEvent> flattened(
            OwnerState state, ImageState image, Creation flattening, CommitDone done, DecisionContext context) {
        ImageId original = Objects.requireNonNull(flattening.original(), "a flattening has an original");
        boolean named =
                state.usable(image.name()).stream().anyMatch(other -> other.id().equals(original));
        if (!named) {
            return List.of(new FlattenFailed(
                    flattening.intent(),
                    image.id(),
                    ErrorCode.WRONG_STATE,
                    "The name '" + image.name() + "' now belongs to another image, which was not changed."));
        }
        return ImageDecider.tooLarge(state, image.name(), done.facts(), context)
                .<List<OwnerEvent>>map(why ->
                        List.of(new FlattenFailed(flattening.intent(), image.id(), ErrorCode.QUOTA_EXCEEDED, why)))
                .orElseGet(() -> List.of(
                        new ImageRemoved(null, original),
                        new ImageFlattened(flattening.intent(), image.id(), done.digest(), done.facts())));
    }

    /** The events when the deadline and a grace period have passed without a report. */
    public static List<OwnerEvent> expire(ImageState image) {
        return image.creating()
                .<List<OwnerEvent>>map(flattening -> List.of(new FlattenFailed(
                        flattening.intent(),
                        image.id(),
                        ErrorCode.DEADLINE_PASSED,
                        "The host " + image.host() + " did not respond before the deadline. DCM undoes the operation if"
                                + " it completes later.")))
                .orElse(List.of());
    }
}
