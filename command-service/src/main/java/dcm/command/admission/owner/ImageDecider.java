package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.QuotaUsage.QuotaViolation;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether an owner's image is created, removed or promoted. */
final class ImageDecider {
    /** The minimum use of a new image. Its size is unknown before it is created, and is checked afterwards. */
    static final ResourceUsage ANY_IMAGE = new ResourceUsage(Map.of(Resource.IMAGES, 1L, Resource.IMAGE_MIB, 1L));

    private ImageDecider() {}

    static List<OwnerEvent> commit(
            OwnerState state, ContainerState container, IntentId id, CommitContainer commit, DecisionContext context) {
        ImageName name = commit.image().tagged();
        if (container.phase() == Phase.LOST || container.wanted() == DesiredStatus.REMOVED) {
            return Rejections.notCommittable(id, container);
        }
        if (context.baseImages().anyMatch(base -> base.repository().equals(name.repository()))) {
            return Rejections.nameOfBaseImage(id, name);
        }
        boolean kept = state.transfers().keeps(name);
        if (kept || state.hasNamed(name) && !commit.replace()) {
            return Rejections.imageNameTaken(id, name);
        }
        if (state.usable(name).stream().anyMatch(other -> state.transfers().gives(other.id()))) {
            return Rejections.beingHandedOver(id, "image '" + name + "'");
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
    static Optional<String> tooLarge(OwnerState state, ImageName name, ImageFacts facts, DecisionContext context) {
        ResourceUsage space = ResourceUsage.of(Resource.IMAGE_MIB, ResourceUsage.mebibytes(facts.ownBytes()));
        return QuotaUsage.forImage(state, name, context)
                .shortage(space)
                .map(shortage -> Rejections.sentence(shortage) + " The new image was removed.");
    }

    static List<OwnerEvent> remove(OwnerState state, IntentId id, ImageName name, DecisionContext context) {
        List<ImageState> meant = state.usable(name);
        if (meant.size() != 1) {
            return notOne(state, id, name, meant, "remove", context);
        }
        ImageState image = meant.getFirst();
        if (state.isBeingFlattened(image)) {
            return Rejections.beingFlattened(id, image.name());
        }
        if (state.transfers().gives(image.id())) {
            return Rejections.beingHandedOver(id, "image '" + image.name() + "'");
        }
        List<ContainerState> users = state.using(image);
        return users.isEmpty()
                ? List.of(new ImageRemoved(id, image.id()))
                : Rejections.imageInUse(id, image.name(), users);
    }

    static List<OwnerEvent> promote(OwnerState state, IntentId id, PromoteImage promote, DecisionContext context) {
        List<ImageState> meant = state.usable(promote.image());
        if (meant.size() != 1) {
            return notOne(state, id, promote.image(), meant, "promote", context);
        }
        ImageState image = meant.getFirst();
        Optional<GroupName> unknown = promote.groups().stream()
                .filter(group -> context.catalog().group(group).isEmpty())
                .findFirst();
        return unknown.map(group -> Rejections.unknownGroup(id, group))
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
    static List<OwnerEvent> notOne(
            OwnerState state,
            IntentId id,
            ImageName name,
            List<ImageState> meant,
            String verb,
            DecisionContext context) {
        if (!meant.isEmpty()) {
            return Rejections.severalTags(id, name, meant);
        }
        return context.offered(state.open().snapshot()).stream().anyMatch(name::means)
                ? Rejections.baseImage(id, name, verb)
                : Rejections.unknownImage(id, name, state, context);
    }
}
