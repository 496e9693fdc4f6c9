package dcm.command.admission.image;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.QuotaUsage.QuotaViolation;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
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
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about importing an image from an archive, which the owner uploads when the import is accepted, or from a
 * registry.
 */
public final class ImportDecider {
    private ImportDecider() {}

    /** Decides whether an image is imported, and on which host. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, ImportImage asked, DecisionContext context) {
        ImageName name = asked.image().tagged();
        Optional<String> objection = Optional.ofNullable(asked.from())
                .flatMap(from -> context.catalog().objection(from.registry(), false));
        if (objection.isPresent()) {
            return ImageRejections.registry(id, objection.get());
        }
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
                        asked.message(),
                        asked.from())))
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
                        .filter(container -> !container.hasNoHost())
                        .map(ContainerState::host)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /** The events that follow from a report on the order. */
    public static List<OwnerEvent> react(
            OwnerState state, ImageState image, ContainerReport report, DecisionContext context) {
        ImageCreation creation = creation(image).orElseThrow();
        return creation.react(report, done -> List.of(imported(state, creation, done, context)));
    }

    /** The import fails if a commit that replaces images took the name in the meantime. */
    private static OwnerEvent imported(
            OwnerState state, ImageCreation creation, CommitDone done, DecisionContext context) {
        ImageState image = creation.image();
        if (!state.usable(image.name()).isEmpty()) {
            return creation.nameTaken();
        }
        return ImageDecider.tooLarge(state, image.name(), done.facts(), context)
                .<OwnerEvent>map(why -> creation.failed(ErrorCode.QUOTA_EXCEEDED, why))
                .orElseGet(() -> new ImageImported(creation.intent(), image.id(), done.digest(), done.facts()));
    }

    /** The events when the deadline and a grace period have passed without a report. */
    public static List<OwnerEvent> expire(ImageState image) {
        return creation(image).map(ImageCreation::expire).orElse(List.of());
    }

    private static Optional<ImageCreation> creation(ImageState image) {
        return image.creating().map(how -> new ImageCreation(image, how, ImportFailed::new, ImportProgressed::new));
    }
}
