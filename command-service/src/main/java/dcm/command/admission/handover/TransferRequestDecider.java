package dcm.command.admission.handover;

import dcm.command.admission.container.OperationDecider;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.ImageRejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.image.ImageDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.Phase;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import dcm.contract.transfer.TransferItem;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Decides requests to transfer an image, a container or a whole account to another account. */
public final class TransferRequestDecider {
    private static final int MAX_STEM = 24;
    private static final int DIGITS = 6;

    private TransferRequestDecider() {}

    /** Decides the transfer of an image. */
    public static List<OwnerEvent> decide(
            OwnerState state, IntentId id, HandOverImage intent, DecisionContext context) {
        List<ImageState> meant = state.usable(intent.image());
        if (intent.to().equals(state.owner())) {
            return TransferRejections.toSameAccount(id);
        }
        if (meant.size() != 1) {
            return ImageDecider.notOne(state, id, intent.image(), meant, "transfer", context);
        }
        ImageState image = meant.getFirst();
        if (state.isBeingFlattened(image)) {
            return ImageRejections.beingFlattened(id, image.name());
        }
        if (state.transfers().gives(image.id())) {
            return TransferRejections.beingHandedOver(id, "image '" + image.name() + "'");
        }
        ImageName as = intent.as() == null ? image.name() : intent.as().tagged();
        return List.of(new HandOverBegun(
                id, intent.to(), new TransferItem(as, image.host(), image.mebibytes(), null), image.id(), null, false));
    }

    /** Decides the transfer of a container. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, HandOverContainer intent) {
        return OperationDecider.ofOne(state, id, intent.handle(), container -> decide(state, container, id, intent));
    }

    private static List<OwnerEvent> decide(
            OwnerState state, ContainerState container, IntentId id, HandOverContainer intent) {
        if (intent.to().equals(state.owner())) {
            return TransferRejections.toSameAccount(id);
        }
        boolean settled = container.pending().isEmpty()
                && !container.isLost()
                && container.phase() != Phase.CREATING
                && container.wanted() != DesiredStatus.REMOVED;
        if (!settled) {
            return TransferRejections.notHandedOver(id, container);
        }
        ContainerName as = intent.as() == null ? container.spec().name() : intent.as();
        TransferItem item = item(state, container, as);
        return List.of(new HandOverBegun(id, intent.to(), item, null, container.id(), container.willRun()));
    }

    /** What the receiver gets of a container. */
    public static TransferItem item(OwnerState state, ContainerState container, ContainerName as) {
        return new TransferItem(
                imageName(state, container, as),
                container.host(),
                null,
                container.spec().named(as));
    }

    /** Offers everything the account has, except what is lost or being removed. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, HandOverAccount intent) {
        if (intent.to().equals(state.owner())) {
            return TransferRejections.toSameAccount(id);
        }
        if (!state.transfers().isEmpty()) {
            return TransferRejections.inOtherTransfers(id, state.owner());
        }
        Stream<TransferItem> containers = state.all().stream()
                .filter(container -> !container.isLost() && container.wanted() != DesiredStatus.REMOVED)
                .sorted(Comparator.comparing(ContainerState::id))
                .map(container -> item(state, container, container.spec().name()));
        Stream<TransferItem> images = state.images().values().stream()
                .filter(ImageState::isReady)
                .sorted(Comparator.comparing(ImageState::id))
                .map(image -> new TransferItem(image.name(), image.host(), image.mebibytes(), null));
        return List.of(new AccountOffered(
                id,
                intent.to(),
                Stream.concat(images, containers).toList(),
                state.open().homes()));
    }

    /**
     * The name of the image for a transferred container. It shows the giver, and is unique among everything that one
     * account transfers.
     */
    private static ImageName imageName(OwnerState state, ContainerState container, ContainerName as) {
        String name = as.value();
        ImageName plain = fromGiver(name.substring(0, Math.min(name.length(), MAX_STEM)), state);
        return name.length() <= MAX_STEM && state.usable(plain).isEmpty()
                ? plain
                : fromGiver(
                        name.substring(0, Math.min(name.length(), MAX_STEM)) + "-"
                                + container.id().value().substring(0, DIGITS),
                        state);
    }

    private static ImageName fromGiver(String stem, OwnerState state) {
        return new ImageName(stem + ":from-" + state.owner());
    }
}
