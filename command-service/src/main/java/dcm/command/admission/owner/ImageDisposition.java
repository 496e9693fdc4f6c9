package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.OwnerState.ContainerTransferProgress;
import dcm.command.admission.owner.OwnerState.ImageRemovalProgress;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.command.admission.owner.Transfers.OutgoingTransfer;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.ImageRemovalPolicy;
import dcm.contract.transfer.TransferItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides what happens to the images of an account that is removed: they are deleted, kept as base images, or
 * transferred. An image is removed only after it is kept or transferred.
 */
final class ImageDisposition {
    /** The pause before a declined image is offered again; doubles with each attempt. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final Duration AGAIN_AT_LAST = Duration.ofHours(1);

    private static final int LONGEST_STEM = 48;
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
                left.failedAt() != null
                                && left.failedAt().plus(pause(left.attempts())).isAfter(context.now())
                        ? Optional.empty()
                        : Optional.of(offered(state.owner(), removal, image, left.attempts() + 1));
        };
    }

    /** The pause after this number of attempts. */
    static Duration pause(int attempts) {
        Duration pause = AGAIN.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(AGAIN_AT_LAST) < 0 ? pause : AGAIN_AT_LAST;
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
        boolean plain = !repository.contains("/") && !owner.value().contains("-") && whole.length() < LONGEST_STEM;
        String distinct =
                plain ? whole : whole.substring(0, Math.min(whole.length(), LONGEST_STEM)) + "-" + digits(image.id());
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

    // ---- folds ----

    static OwnerState promoted(OwnerState state, ImagePromoted promoted) {
        return changed(
                state,
                promoted.image(),
                left -> new ImageRemovalProgress(left.image(), left.attempts(), true, null, null));
    }

    static OwnerState evolve(OwnerState before, HandOverEvent event, Instant time) {
        OwnerState after = before.with(before.transfers().evolve(event));
        return switch (event) {
            case HandOverBegun begun -> begun(after, begun);
            case HandOverFailed failed ->
                before.transfers()
                        .outgoing(failed.handOver())
                        .map(outgoing -> failed(after, outgoing, failed, time))
                        .orElse(after);
            default -> shown(after);
        };
    }

    /** Updates the account's snapshot, because an earlier problem may be resolved. */
    private static OwnerState shown(OwnerState state) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        return account == null || removal == null || removal.successor() == null
                ? state
                : state.with(AccountRemoval.show(account, state));
    }

    private static OwnerState begun(OwnerState state, HandOverBegun begun) {
        return begun.image() == null
                ? changed(
                        state,
                        Objects.requireNonNull(begun.container()),
                        left -> new ContainerTransferProgress(
                                left.container(), left.attempts() + 1, null, left.code(), left.blockedReason()))
                : changed(
                        state,
                        begun.image(),
                        left -> new ImageRemovalProgress(
                                left.image(), left.attempts() + 1, left.promoted(), null, left.blockedReason()));
    }

    private static OwnerState failed(OwnerState state, OutgoingTransfer outgoing, HandOverFailed failed, Instant time) {
        return outgoing.image() == null
                ? changed(
                        state,
                        Objects.requireNonNull(outgoing.container()),
                        left -> new ContainerTransferProgress(
                                left.container(), left.attempts(), time, failed.code(), failed.detail()))
                : changed(
                        state,
                        outgoing.image(),
                        left -> new ImageRemovalProgress(
                                left.image(), left.attempts(), left.promoted(), time, failed.detail()));
    }

    private static OwnerState changed(
            OwnerState state, ContainerId container, UnaryOperator<ContainerTransferProgress> change) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        return account == null || removal == null || removal.successor() == null
                ? state
                : state.with(
                        AccountRemoval.show(account.with(removal.with(change.apply(removal.left(container)))), state));
    }

    private static OwnerState changed(OwnerState state, ImageId image, UnaryOperator<ImageRemovalProgress> change) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        return account == null || removal == null
                ? state
                : state.with(AccountRemoval.show(account.with(removal.with(change.apply(removal.left(image)))), state));
    }

    /** The unresolved problems of images. */
    static Stream<String> obstacles(OwnerState state, RemovalProgress removal) {
        return removal.fate().kind() != ImageRemovalPolicy.Kind.HAND_OVER
                ? Stream.empty()
                : state.images().values().stream()
                        .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                        .flatMap(image -> Stream.ofNullable(
                                        removal.left(image.id()).blockedReason())
                                .map(why -> image.name() + ": " + why));
    }
}
