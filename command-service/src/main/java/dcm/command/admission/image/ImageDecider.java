package dcm.command.admission.image;

import dcm.command.admission.decision.AccountRejections;
import dcm.command.admission.decision.ContainerRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.QuotaUsage.QuotaViolation;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.ImageAbsent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether an owner's image is created, removed or promoted. */
public final class ImageDecider {
    /** The minimum use of a new image. Its size is unknown before it is created, and is checked afterwards. */
    static final ResourceUsage ANY_IMAGE = new ResourceUsage(Map.of(Resource.IMAGES, 1L, Resource.IMAGE_MIB, 1L));

    private ImageDecider() {}

    /** Decides whether an image is created from a container. */
    public static List<OwnerEvent> commit(
            OwnerState state, ContainerState container, IntentId id, CommitContainer commit, DecisionContext context) {
        ImageName name = commit.image().tagged();
        if (!container.operations().contains(Operation.COMMIT)) {
            return ContainerRejections.notCommittable(id, container);
        }
        if (context.baseImages().anyMatch(base -> base.repository().equals(name.repository()))) {
            return ImageRejections.nameOfBaseImage(id, name);
        }
        boolean kept = state.transfers().keeps(name);
        if (kept || state.hasNamed(name) && !commit.replace()) {
            return ImageRejections.imageNameTaken(id, name);
        }
        if (state.usable(name).stream().anyMatch(other -> state.transfers().gives(other.id()))) {
            return TransferRejections.beingHandedOver(id, "image '" + name + "'");
        }
        Optional<QuotaViolation> shortage =
                QuotaUsage.forImage(state, name, context).shortage(ANY_IMAGE);
        if (shortage.isPresent()) {
            return Rejections.quota(id, shortage.get());
        }
        return List.of(new CommitOrdered(
                id,
                container.id(),
                container.ordered() + 1,
                context.longDeadline(),
                ImageId.of(id),
                name,
                container.host(),
                container.partition(),
                container.spec().name(),
                container.spec().image(),
                commit.message(),
                commit.flatten()));
    }

    /** Why a created image must be removed, now that its size is known; empty if it may stay. */
    public static Optional<String> tooLarge(
            OwnerState state, ImageName name, ImageFacts facts, DecisionContext context) {
        ResourceUsage space = ResourceUsage.of(Resource.IMAGE_MIB, ResourceUsage.mebibytes(facts.ownBytes()));
        return QuotaUsage.forImage(state, name, context)
                .shortage(space)
                .map(shortage -> Rejections.sentence(shortage) + " The new image was removed.");
    }

    /** Decides whether an image is removed. */
    public static List<OwnerEvent> remove(OwnerState state, IntentId id, ImageName name, DecisionContext context) {
        List<ImageState> meant = state.usable(name);
        if (meant.size() != 1) {
            return notOne(state, id, name, meant, "remove", context);
        }
        ImageState image = meant.getFirst();
        if (state.isBeingFlattened(image)) {
            return ImageRejections.beingFlattened(id, image.name());
        }
        if (state.transfers().gives(image.id())) {
            return TransferRejections.beingHandedOver(id, "image '" + image.name() + "'");
        }
        List<ContainerState> users = state.using(image);
        return users.isEmpty()
                ? List.of(new ImageRemoved(id, image.id()))
                : ImageRejections.imageInUse(id, image.name(), users);
    }

    /** Decides whether an image becomes a base image. */
    public static List<OwnerEvent> promote(
            OwnerState state, IntentId id, PromoteImage promote, DecisionContext context) {
        List<ImageState> meant = state.usable(promote.image());
        if (meant.size() != 1) {
            return notOne(state, id, promote.image(), meant, "promote", context);
        }
        ImageState image = meant.getFirst();
        Optional<GroupName> unknown = promote.groups().stream()
                .filter(group -> context.catalog().group(group).isEmpty())
                .findFirst();
        return unknown.map(group -> AccountRejections.unknownGroup(id, group))
                .orElseGet(() -> List.of(new ImagePromoted(
                        id,
                        image.id(),
                        promote.as(),
                        image.image().orElseThrow().digest(),
                        image.host(),
                        promote.description(),
                        promote.groups())));
    }

    /** Rejects a name that does not match exactly one image of the owner. */
    public static List<OwnerEvent> notOne(
            OwnerState state,
            IntentId id,
            ImageName name,
            List<ImageState> meant,
            String verb,
            DecisionContext context) {
        if (!meant.isEmpty()) {
            return ImageRejections.severalTags(id, name, meant);
        }
        return context.offered(state.open().snapshot()).stream().anyMatch(name::means)
                ? ImageRejections.baseImage(id, name, verb)
                : ImageRejections.unknownImage(id, name, state, context);
    }

    /** The events when a host reports that it has deleted an image. */
    public static List<OwnerEvent> react(OwnerState state, ImageAbsent report) {
        ImageState image = state.images().get(report.image());
        return image != null
                        && image.phase() == ImageState.Phase.REMOVED
                        && image.host().equals(report.host())
                ? List.of(new ImageDeleted(image.id()))
                : List.of();
    }
}
