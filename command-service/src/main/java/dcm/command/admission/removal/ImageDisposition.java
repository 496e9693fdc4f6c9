package dcm.command.admission.removal;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ImageRemovalProgress;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.TransferItem;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides what happens to the images of an account that is removed: they are deleted, kept as base images, or
 * transferred. An image is removed only after it is kept or transferred.
 */
final class ImageDisposition {
    private static final int MAX_STEM = 48;
    private static final int DIGITS = 6;

    private ImageDisposition() {}

    /** The events that follow from the state, the catalog and the hosts. */
    static List<OwnerEvent> next(OwnerState state, RemovalProgress removal, DecisionContext context) {
        return state.images().values().stream()
                .filter(ImageState::isReady)
                .filter(image -> !state.transfers().gives(image.id()))
                .sorted(Comparator.comparing(ImageState::id))
                .flatMap(image -> next(state, removal, image, context).stream())
                .toList();
    }

    private static Optional<OwnerEvent> next(
            OwnerState state, RemovalProgress removal, ImageState image, DecisionContext context) {
        ImageRemovalProgress left = removal.left(image.id());
        return switch (removal.fate().kind()) {
            case REMOVE -> Optional.of(new ImageRemoved(null, image.id()));
            case KEEP -> {
                if (!left.promoted()) {
                    yield Optional.of(promoted(state, removal, image, context));
                }
                yield isKept(image, context) ? Optional.of(new ImageRemoved(null, image.id())) : Optional.empty();
            }
            case HAND_OVER ->
                RetryDelay.isOver(left.failedAt(), left.attempts(), context.now())
                        ? Optional.of(offered(state.owner(), removal, image, left.attempts() + 1))
                        : Optional.empty();
        };
    }

    /**
     * Promotes the image to a base image that no user may use until an administrator permits it, because it may contain
     * private data.
     */
    private static ImagePromoted promoted(
            OwnerState state, RemovalProgress removal, ImageState image, DecisionContext context) {
        return new ImagePromoted(
                removal.intent().following("keep/" + image.id()),
                image.id(),
                freeName(state.owner(), image, context),
                digest(image),
                image.host(),
                image.name() + " of " + state.owner() + ", whose account was removed",
                List.of());
    }

    private static ImageName freeName(OwnerName owner, ImageState image, DecisionContext context) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> promotedName(owner, image, n == 1 ? "" : "-" + n))
                .filter(free -> context.catalog().baseImage(free).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** A name with the owner's name, unique across images and owners. */
    private static ImageName promotedName(OwnerName owner, ImageState image, String ending) {
        String repository = image.name().repository();
        String whole = owner + "-" + repository.replace('/', '-');
        boolean plain = !repository.contains("/") && !owner.value().contains("-") && whole.length() < MAX_STEM;
        String distinct =
                plain ? whole : whole.substring(0, Math.min(whole.length(), MAX_STEM)) + "-" + digits(image.id());
        return new ImageName(distinct + ending + ":" + image.name().tag());
    }

    private static String digits(ImageId image) {
        return image.value().substring(0, DIGITS);
    }

    private static boolean isKept(ImageState image, DecisionContext context) {
        return context.hosts().stream()
                .filter(host -> host.name().equals(image.host()))
                .flatMap(host -> host.report().preparing().stream())
                .anyMatch(known -> digest(image).equals(known.digest()));
    }

    private static ImageDigest digest(ImageState image) {
        return image.image().orElseThrow().digest();
    }

    private static HandOverBegun offered(OwnerName owner, RemovalProgress removal, ImageState image, int attempt) {
        ImageName as = removal.successor() == null ? promotedName(owner, image, "") : image.name();
        TransferItem item = new TransferItem(as, image.host(), image.mebibytes(), null);
        return new HandOverBegun(
                removal.intent().following("give/" + image.id() + "/" + attempt),
                Objects.requireNonNull(removal.fate().to(), "handed over to nobody"),
                item,
                image.id(),
                null,
                false);
    }
}
