package dcm.command.admission.owner;

import dcm.command.admission.Context;
import dcm.contract.identity.ImageName;
import dcm.contract.quota.Allowance;
import dcm.contract.quota.Allowance.Limit;
import dcm.contract.quota.Resource;
import dcm.contract.quota.Use;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How much an owner has, and how much she may have. What she has she keeps, however little she may: only more is refused.
 *
 * @param used what counts of her containers and images
 */
record Room(Use used, Allowance allowance) {
    /** Something that may write into homes: not while they hold more than they may, however little it writes. */
    static final Use ANY_HOME = Use.of(Resource.HOME_MIB, 1);

    /** More was asked for than there is room for. */
    record Shortage(Resource resource, long used, long asked, Limit limit) {}

    static Room of(OwnerState state, Context context) {
        return of(state, image -> true, context);
    }

    /** The room for an image that takes this name from whatever has it. */
    static Room forImage(OwnerState state, ImageName name, Context context) {
        return of(state, image -> !image.name().equals(name), context);
    }

    private static Room of(OwnerState state, Predicate<ImageState> counted, Context context) {
        Use containers = state.all().stream()
                .map(container -> Use.of(container.spec(), container.countsAsRunning()))
                .reduce(Use.NONE, Use::plus);
        Use images =
                Use.of(Resource.IMAGES, names(state, counted)).plus(Use.of(Resource.IMAGE_MIB, space(state, counted)));
        Use homes = state.open().needsNoCount()
                ? Use.NONE
                : Use.of(Resource.HOME_MIB, state.open().homes());
        return new Room(
                containers.plus(images).plus(homes).plus(state.transfers().use()),
                context.catalog().allowance(state.open().snapshot()));
    }

    /** An image that is to replace another one has its name already. */
    private static long names(OwnerState state, Predicate<ImageState> counted) {
        return state.images().values().stream()
                .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                .filter(counted)
                .map(ImageState::name)
                .distinct()
                .count();
    }

    private static long space(OwnerState state, Predicate<ImageState> counted) {
        return state.images().values().stream()
                .filter(ImageState::isReady)
                .filter(counted)
                .mapToLong(ImageState::mebibytes)
                .sum();
    }

    /** The first resource of which there would be too much. */
    Optional<Shortage> shortage(Use more) {
        return Stream.of(Resource.values())
                .filter(resource -> more.amount(resource) > 0)
                .map(resource ->
                        new Shortage(resource, used.amount(resource), more.amount(resource), allowance.limit(resource)))
                .filter(asked -> asked.limit().isExceededBy(asked.used() + asked.asked()))
                .findFirst();
    }
}
