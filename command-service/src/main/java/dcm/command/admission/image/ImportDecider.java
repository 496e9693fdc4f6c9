package dcm.command.admission.image;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.QuotaUsage.QuotaViolation;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.ImageState.Creation;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.Placement;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImportFailed;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageEvent.ImportProgressed;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ImageIntent.ImportImage;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about importing an image from an archive, which the owner uploads when the import is accepted. */
public final class ImportDecider {
    private ImportDecider() {}

    /** Decides whether an image is imported, and on which host. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, ImportImage asked, DecisionContext context) {
        ImageName name = asked.image().tagged();
        if (context.baseImages().anyMatch(base -> base.repository().equals(name.repository()))) {
            return ImageRejections.nameOfBaseImage(id, name);
        }
        if (state.hasNamed(name)) {
            return ImageRejections.imageNameTaken(id, name);
        }
        if (state.images().values().stream().anyMatch(ImageState::isBeingImported)) {
            return ImageRejections.importInProgress(id);
        }
        Optional<QuotaViolation> shortage =
                QuotaUsage.forImage(state, name, context).shortage(ImageDecider.ANY_IMAGE);
        if (shortage.isPresent()) {
            return Rejections.quota(id, shortage.get());
        }
        return host(state, context)
                .<List<OwnerEvent>>map(host -> List.of(new ImportOrdered(
                        id,
                        ImageId.of(id),
                        ContainerId.of(id),
                        context.longDeadline(),
                        name,
                        host.name(),
                        host.partition(),
                        asked.message())))
                .orElseGet(() -> ImageRejections.noHostForImport(id));
    }

    /** The host with the owner's homes, because containers of the image must be there; otherwise the least loaded one. */
    private static Optional<HostSnapshot> host(OwnerState state, DecisionContext context) {
        @Nullable HostName home = context.policy().sharedStorage() ? null : home(state);
        return Placement.leastLoaded(context.openHosts().stream()
                .filter(host -> home == null || host.name().equals(home))
                .toList());
    }

    private static @Nullable HostName home(OwnerState state) {
        HostName home = state.open().homeHost();
        return home != null
                ? home
                : state.all().stream()
                        .map(ContainerState::host)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** The events that follow from a report on the order. */
    public static List<OwnerEvent> react(
            OwnerState state, ImageState image, ContainerReport report, DecisionContext context) {
        IntentId intent = image.creating().map(Creation::intent).orElseThrow();
        return switch (report) {
            case CommitDone done -> List.of(imported(state, image, intent, done, context));
            case OrderProgressed progressed -> List.of(new ImportProgressed(intent, image.id(), progressed.step()));
            case OrderFailed failed -> List.of(new ImportFailed(intent, image.id(), failed.code(), failed.detail()));
            case OrderDone done ->
                List.of(new ImportFailed(
                        intent,
                        image.id(),
                        ErrorCode.ENGINE_FAILED,
                        "The host did not report whether the image was created."));
            case DiskSeen seen -> List.of();
            case ContainerObserved observed -> List.of();
        };
    }

    /** The import fails if a commit that replaces images took the name in the meantime. */
    private static OwnerEvent imported(
            OwnerState state, ImageState image, IntentId intent, CommitDone done, DecisionContext context) {
        if (!state.usable(image.name()).isEmpty()) {
            return new ImportFailed(
                    intent,
                    image.id(),
                    ErrorCode.WRONG_STATE,
                    "The name '" + image.name() + "' now belongs to another image, which was not changed.");
        }
        return ImageDecider.tooLarge(state, image.name(), done.facts(), context)
                .<OwnerEvent>map(why -> new ImportFailed(intent, image.id(), ErrorCode.QUOTA_EXCEEDED, why))
                .orElseGet(() -> new ImageImported(intent, image.id(), done.digest(), done.facts()));
    }

    /** The events when the deadline and a grace period have passed without a report. */
    public static List<OwnerEvent> expire(ImageState image) {
        return image.creating()
                .<List<OwnerEvent>>map(creation -> List.of(new ImportFailed(
                        creation.intent(),
                        image.id(),
                        ErrorCode.DEADLINE_PASSED,
                        "The host " + image.host() + " did not respond before the deadline. DCM undoes the operation if"
                                + " it completes later.")))
                .orElse(List.of());
    }
}
