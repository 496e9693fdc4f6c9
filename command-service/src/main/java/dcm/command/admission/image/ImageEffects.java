package dcm.command.admission.image;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.ImageState.Phase;
import dcm.command.admission.state.OwnerState;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageSource.Kind;
import dcm.contract.desired.DesiredImage;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageHostChanged;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.order.Order;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The effects of events on images: orders to flatten, registrations as base images, and the desired state. */
public final class ImageEffects {
    private ImageEffects() {}

    /** The order or the follow-up intent of an event about an image. */
    public static Optional<Effect> of(ImageEvent event, OwnerName owner) {
        return switch (event) {
            case FlattenOrdered ordered -> Optional.of(new Effect.SendOrder(order(ordered, owner)));
            case ImportOrdered ordered -> Optional.of(new Effect.SendOrder(order(ordered, owner)));
            case ImagePromoted promoted -> Optional.of(register(promoted));
            case ImageProgressed progressed -> Optional.empty();
            case ImageCreated created -> Optional.empty();
            case ImageFailure failed -> Optional.empty();
            case ImageRemoved removed -> Optional.empty();
            case ImageHostChanged changed -> Optional.empty();
            case ImageDeleted deleted -> Optional.empty();
        };
    }

    private static Order order(FlattenOrdered ordered, OwnerName owner) {
        return new Order.Flatten(
                ordered.host(),
                owner,
                ordered.container(),
                ordered.number(),
                ordered.deadline(),
                ordered.image(),
                ordered.from().digest(),
                ordered.message());
    }

    private static Order order(ImportOrdered ordered, OwnerName owner) {
        return new Order.Import(
                ordered.host(),
                owner,
                ordered.container(),
                ordered.number(),
                ordered.deadline(),
                ordered.image(),
                ordered.from());
    }

    private static Effect register(ImagePromoted promoted) {
        BaseImageSource source =
                new BaseImageSource(Kind.PROMOTED, promoted.digest().value(), promoted.host());
        return new Effect.AppendIntent(
                AggregateId.CATALOG,
                promoted.intent().following("register"),
                new RegisterBaseImage(promoted.as(), source, promoted.description(), promoted.groups()));
    }

    /** The desired state of the images that differ between the states. */
    public static List<Effect> desired(OwnerState before, OwnerState after) {
        Stream<Effect> wanted = after.images().values().stream()
                .filter(now -> !now.equals(before.images().get(now.id())))
                .map(now -> new Effect.PublishDesiredState(new DesiredImage(
                        now.id(), after.owner(), now.host(), now.phase() == Phase.REMOVED, now.adoptedDigest())));
        Stream<Effect> forgotten = before.images().values().stream()
                .filter(was -> !after.images().containsKey(was.id())
                        || !after.images().get(was.id()).host().equals(was.host()))
                .map(was -> new Effect.DeleteDesiredState(was.host(), DesiredImage.key(was.id())));
        return Stream.concat(wanted, forgotten).toList();
    }
}
