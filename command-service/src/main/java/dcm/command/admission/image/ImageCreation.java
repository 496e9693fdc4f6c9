package dcm.command.admission.image;

import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.ImageState.Creation;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import java.util.List;
import java.util.function.Function;

/**
 * The events of a flattening or an import whose order was sent to the host.
 *
 * @param failure creates the event for an image that was not created
 * @param progress creates the event for a step
 */
record ImageCreation(ImageState image, Creation creation, Failure failure, Progress progress) {

    /** Creates the event for an image that was not created. */
    @FunctionalInterface
    interface Failure {
        ImageEvent of(IntentId intent, ImageId image, ErrorCode code, String detail);
    }

    /** Creates the event for a step. */
    @FunctionalInterface
    interface Progress {
        ImageEvent of(IntentId intent, ImageId image, String step);
    }

    IntentId intent() {
        return creation.intent();
    }

    /**
     * The events that follow from a report on the order.
     *
     * @param created the events when the host has created the image
     */
    List<OwnerEvent> react(ContainerReport report, Function<CommitDone, List<OwnerEvent>> created) {
        return switch (report) {
            case CommitDone done -> created.apply(done);
            case OrderProgressed progressed -> List.of(progress.of(intent(), image.id(), progressed.step()));
            case OrderFailed failed -> List.of(failed(failed.code(), failed.detail()));
            case OrderDone done ->
                List.of(failed(ErrorCode.ENGINE_FAILED, "The host did not report whether the image was created."));
            case DiskSeen seen -> List.of();
            case ContainerObserved observed -> List.of();
        };
    }

    /** The events when the deadline and a grace period have passed without a report. */
    List<OwnerEvent> expire() {
        return List.of(failed(
                ErrorCode.DEADLINE_PASSED,
                "The host " + image.host() + " did not respond before the deadline. DCM undoes the operation if it"
                        + " completes later."));
    }

    /** The event when another image took the name in the meantime. */
    ImageEvent nameTaken() {
        return failed(
                ErrorCode.WRONG_STATE,
                "The name '" + image.name() + "' now belongs to another image, which was not changed.");
    }

    ImageEvent failed(ErrorCode code, String detail) {
        return failure.of(intent(), image.id(), code, detail);
    }
}
