package dcm.command.admission.decision;

import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.identity.ImageName;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An owner's usage and limits. Existing usage is never reduced, even above the limit; only additional usage is
 * rejected.
 *
 * @param used the usage that counts
 */
public record QuotaUsage(ResourceUsage used, EffectiveQuota allowance) {
    /**
     * One MiB of homes: requested by each create, start and received container, so that it is rejected while the homes
     * have reached their quota.
     */
    public static final ResourceUsage ANY_HOME = ResourceUsage.of(Resource.HOME_MIB, 1);

    /** A request that exceeds a limit. */
    public record QuotaViolation(Resource resource, long used, long asked, Limit limit) {}

    public static QuotaUsage of(OwnerState state, DecisionContext context) {
        return of(state, image -> false, context);
    }

    /** The room for an image that replaces any image with this name, unless a container keeps the replaced image. */
    public static QuotaUsage forImage(OwnerState state, ImageName name, DecisionContext context) {
        return of(state, image -> image.name().equals(name) && !state.isUsed(image), context);
    }

    /** @param replaced selects images with a name that do not count */
    private static QuotaUsage of(OwnerState state, Predicate<ImageState> replaced, DecisionContext context) {
        List<ImageState> named = state.images().values().stream()
                .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                .filter(replaced.negate())
                .toList();
        List<ImageState> unnamed = state.images().values().stream()
                .filter(image -> image.phase() == ImageState.Phase.REMOVED)
                .toList();
        ResourceUsage images = ResourceUsage.of(Resource.IMAGES, count(state, named, unnamed))
                .plus(ResourceUsage.of(Resource.IMAGE_MIB, space(named) + space(unnamed)));
        ResourceUsage homes = state.open().needsNoCount()
                ? ResourceUsage.NONE
                : ResourceUsage.of(Resource.HOME_MIB, state.open().homes());
        return new QuotaUsage(
                state.indexed()
                        .use()
                        .plus(images)
                        .plus(homes)
                        .plus(state.transfers().use()),
                context.catalog().allowance(state.open().snapshot()));
    }

    /**
     * The number of distinct names, because an image that replaces another uses the same name, and of images without a
     * name that the owner's containers keep.
     */
    private static long count(OwnerState state, List<ImageState> named, List<ImageState> unnamed) {
        return named.stream().map(ImageState::name).distinct().count()
                + unnamed.stream().filter(state::isUsed).count();
    }

    /** An image without a name occupies space until its host has deleted it. */
    private static long space(List<ImageState> images) {
        return images.stream().mapToLong(ImageState::mebibytes).sum();
    }

    /** The first resource whose limit would be exceeded. */
    public Optional<QuotaViolation> shortage(ResourceUsage more) {
        return Stream.of(Resource.values())
                .filter(resource -> more.amount(resource) > 0)
                .map(resource -> new QuotaViolation(
                        resource, used.amount(resource), more.amount(resource), allowance.limit(resource)))
                .filter(asked -> asked.limit().isExceededBy(asked.used() + asked.asked()))
                .findFirst();
    }
}
