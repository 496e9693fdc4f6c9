package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.command.admission.owner.QuotaUsage.QuotaViolation;
import dcm.command.admission.owner.Transfers.AccountTransfer;
import dcm.command.admission.owner.Transfers.IncomingTransfer;
import dcm.command.admission.owner.Transfers.OutgoingTransfer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.AccountReserved;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HandOverEvent.HandOverReserved;
import dcm.contract.event.HandOverEvent.HandOverSent;
import dcm.contract.event.HandOverEvent.HandOverStepped;
import dcm.contract.event.HandOverEvent.HandedOver;
import dcm.contract.event.HandOverEvent.HomesEntered;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent.CancelHandOver;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.intent.HandOverIntent.ConfirmHandOver;
import dcm.contract.intent.HandOverIntent.EndHandOver;
import dcm.contract.intent.HandOverIntent.EnterHomes;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import dcm.contract.intent.HandOverIntent.ReceiveHandOver;
import dcm.contract.intent.HandOverIntent.ReleaseHandOver;
import dcm.contract.intent.HandOverIntent.ReserveAccount;
import dcm.contract.intent.HandOverIntent.ReserveHandOver;
import dcm.contract.intent.HandOverIntent.Step;
import dcm.contract.order.ContainerSpec;
import dcm.contract.preset.Preset;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.TransferItem;
import dcm.contract.transfer.TransferredImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides both sides of a transfer. The giver keeps everything until the receiver has it; if either side declines or a
 * host fails, nothing changes for the giver.
 */
final class HandOverDecider {
    private static final int LONGEST_STEM = 24;
    private static final int DIGITS = 6;

    private HandOverDecider() {}

    // ---- the giver ----

    static List<OwnerEvent> decide(OwnerState state, IntentId id, HandOverImage intent, DecisionContext context) {
        List<ImageState> meant = state.usable(intent.image());
        if (intent.to().equals(state.owner())) {
            return Rejections.toSameAccount(id);
        }
        if (meant.size() != 1) {
            return ImageDecider.notOne(state, id, intent.image(), meant, "transfer", context);
        }
        ImageState image = meant.getFirst();
        if (state.isBeingFlattened(image)) {
            return Rejections.beingFlattened(id, image.name());
        }
        if (state.transfers().gives(image.id())) {
            return Rejections.beingHandedOver(id, "image '" + image.name() + "'");
        }
        ImageName as = intent.as() == null ? image.name() : intent.as().tagged();
        return List.of(new HandOverBegun(
                id, intent.to(), new TransferItem(as, image.host(), image.mebibytes(), null), image.id(), null, false));
    }

    static List<OwnerEvent> decide(OwnerState state, ContainerState container, IntentId id, HandOverContainer intent) {
        if (intent.to().equals(state.owner())) {
            return Rejections.toSameAccount(id);
        }
        boolean settled = container.pending().isEmpty()
                && container.phase() != Phase.LOST
                && container.phase() != Phase.CREATING
                && container.wanted() != DesiredStatus.REMOVED;
        if (!settled) {
            return Rejections.notHandedOver(id, container);
        }
        ContainerName as = intent.as() == null ? container.spec().name() : intent.as();
        TransferItem item = item(state, container, as);
        return List.of(new HandOverBegun(id, intent.to(), item, null, container.id(), container.willRun()));
    }

    static TransferItem item(OwnerState state, ContainerState container, ContainerName as) {
        return new TransferItem(
                imageName(state, container, as),
                container.host(),
                null,
                container.spec().named(as));
    }

    /** Offers everything the account has, except what is lost or being removed. */
    static List<OwnerEvent> decide(OwnerState state, IntentId id, HandOverAccount intent) {
        if (intent.to().equals(state.owner())) {
            return Rejections.toSameAccount(id);
        }
        if (!state.transfers().isEmpty()) {
            return Rejections.inOtherTransfers(id, state.owner());
        }
        Stream<TransferItem> containers = state.all().stream()
                .filter(container -> container.phase() != Phase.LOST && container.wanted() != DesiredStatus.REMOVED)
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
        ImageName plain = fromGiver(name.substring(0, Math.min(name.length(), LONGEST_STEM)), state);
        return name.length() <= LONGEST_STEM && state.usable(plain).isEmpty()
                ? plain
                : fromGiver(
                        name.substring(0, Math.min(name.length(), LONGEST_STEM)) + "-"
                                + container.id().value().substring(0, DIGITS),
                        state);
    }

    private static ImageName fromGiver(String stem, OwnerState state) {
        return new ImageName(stem + ":from-" + state.owner());
    }

    // ---- the steps ----

    static List<OwnerEvent> decide(OwnerState state, IntentId id, Step step, DecisionContext context) {
        return switch (step) {
            case ReserveHandOver reserve -> reserve(state, id, reserve, context);
            case ReserveAccount reserve ->
                List.of(objection(state, reserve, context)
                        .<OwnerEvent>map(why -> why.declined(id, reserve.handOver(), reserve.from()))
                        .orElseGet(() -> new AccountReserved(id, reserve.handOver(), reserve.from())));
            case EnterHomes enter ->
                state.transfers().awaits(enter.handOver())
                        ? List.of(new HomesEntered(id, enter.handOver(), enter.from(), enter.home(), enter.places()))
                        : stepped(id, enter);
            case ReleaseHandOver release
            when state.transfers().offers(release.handOver()) -> removal(state, id, release);
            case ReleaseHandOver release ->
                state.transfers()
                        .outgoing(release.handOver())
                        .map(outgoing -> release(state, id, outgoing, context))
                        .orElseGet(() -> stepped(id, release));
            case EndHandOver end
            when state.transfers().offers(end.handOver()) ->
                List.of(
                        new HandOverStepped(id, end.handOver()),
                        new HandOverFailed(end.handOver(), end.code(), end.detail(), end.numbers()));
            case ReceiveHandOver receive ->
                state.transfers()
                        .incoming(receive.handOver())
                        .map(incoming -> receive(state, id, incoming, receive.image(), context))
                        .orElseGet(() -> stepped(id, receive));
            case ConfirmHandOver confirm ->
                state.transfers()
                        .outgoing(confirm.handOver())
                        .map(outgoing -> confirm(state, id, outgoing))
                        .orElseGet(() -> stepped(id, confirm));
            case CompleteHandOver complete ->
                state.transfers()
                        .incoming(complete.handOver())
                        .map(incoming -> complete(state, id, incoming, context))
                        .orElseGet(() -> stepped(id, complete));
            case EndHandOver end ->
                state.transfers()
                        .outgoing(end.handOver())
                        .map(outgoing -> with(
                                new HandOverStepped(id, end.handOver()),
                                failed(state, outgoing, end.code(), end.detail(), end.numbers(), context)))
                        .orElseGet(() -> stepped(id, end));
            case CancelHandOver cancel -> stepped(id, cancel);
        };
    }

    /** The receiver has reserved everything; removal of the giver's account begins. */
    private static List<OwnerEvent> removal(OwnerState state, IntentId id, ReleaseHandOver release) {
        OwnerName successor = Objects.requireNonNull(state.transfers().offer(), "it is offered")
                .with();
        return with(new HandOverStepped(id, release.handOver()), AccountRemoval.handOver(release.handOver(), successor));
    }

    private static List<OwnerEvent> stepped(IntentId id, Step step) {
        return List.of(new HandOverStepped(id, step.handOver()));
    }

    private static List<OwnerEvent> reserve(
            OwnerState state, IntentId id, ReserveHandOver reserve, DecisionContext context) {
        return List.of(objection(state, reserve.from(), reserve.item(), context)
                .<OwnerEvent>map(why -> why.declined(id, reserve.handOver(), reserve.from()))
                .orElseGet(() -> new HandOverReserved(id, reserve.handOver(), reserve.from(), reserve.item())));
    }

    /** Why a receiver declines. */
    private record Refusal(ErrorCode code, String detail, Map<String, Long> numbers) {
        HandOverDeclined declined(IntentId id, IntentId handOver, OwnerName from) {
            return new HandOverDeclined(id, handOver, from, code, detail, numbers);
        }
    }

    private static Optional<Refusal> because(ErrorCode code, String detail) {
        return Optional.of(new Refusal(code, detail, Map.of()));
    }

    /** Why an account cannot receive another whole account; empty if it can. */
    private static Optional<Refusal> objection(OwnerState state, ReserveAccount reserve, DecisionContext context) {
        Optional<Refusal> standing = standing(state, reserve.from());
        if (standing.isPresent()) {
            return standing;
        }
        if (!state.transfers().isEmpty()) {
            return because(
                    ErrorCode.BEING_HANDED_OVER,
                    "The account '" + state.owner() + "' has a transfer in progress. Try again when it has finished.");
        }
        Account account = state.open();
        boolean hasSome = !state.containers().isEmpty()
                || account.homeHost() != null
                || account.hosts() != null && !account.hosts().isEmpty();
        if (hasSome) {
            return because(
                    ErrorCode.WRONG_STATE,
                    "The account '" + state.owner() + "' has or had containers. You can transfer a whole account only"
                            + " to an account that has never had containers. Open a new account and try again.");
        }
        ResourceUsage all = reserve.items().stream()
                .map(item -> item.container() == null
                        ? Transfers.image(item)
                        : Transfers.image(item).plus(ResourceUsage.of(item.container(), true)))
                .reduce(ResourceUsage.of(Resource.HOME_MIB, reserve.homeMiB()), ResourceUsage::plus);
        return reserve.items().stream()
                .flatMap(item ->
                        nameObjection(state, item, context).or(() -> presetObjection(account, item, context)).stream())
                .findFirst()
                .or(() -> QuotaUsage.of(state, context).shortage(all).map(shortage -> quota(state.owner(), shortage)));
    }

    /** Why an account cannot receive anything from {@code from}; empty if it can. */
    private static Optional<Refusal> standing(OwnerState state, OwnerName from) {
        Account account = state.account();
        OwnerName owner = state.owner();
        if (account == null || account.snapshot().removal() != null) {
            return because(ErrorCode.NOT_FOUND, "There is no account '" + owner + "'.");
        }
        if (account.snapshot().suspended()) {
            return because(ErrorCode.ACCOUNT_SUSPENDED, "The account '" + owner + "' is suspended. Resume it first.");
        }
        AccountTransfer incomingAccount = state.transfers().incomingAccount();
        return incomingAccount == null || incomingAccount.with().equals(from)
                ? Optional.empty()
                : because(
                        ErrorCode.BEING_HANDED_OVER,
                        "The account '" + owner + "' is receiving the whole account '" + incomingAccount.with()
                                + "'. Try again when the transfer has finished.");
    }

    private static Optional<Refusal> objection(
            OwnerState state, OwnerName from, TransferItem item, DecisionContext context) {
        Optional<Refusal> standing = standing(state, from);
        if (standing.isPresent()) {
            return standing;
        }
        Account account = state.open();
        OwnerName owner = state.owner();
        boolean elsewhere = account.homeHost() != null && !account.homeHost().equals(item.host());
        if (elsewhere && !context.policy().sharedStorage()) {
            return because(
                    ErrorCode.NO_HOST,
                    "The home directories of '" + owner + "' are on the host " + account.homeHost()
                            + ", but the image is on the host " + item.host() + ". An owner's images and home"
                            + " directories must be on the same host.");
        }
        return nameObjection(state, item, context)
                .or(() -> presetObjection(account, item, context))
                .or(() -> QuotaUsage.of(state, context).shortage(use(item)).map(shortage -> quota(owner, shortage)));
    }

    private static ResourceUsage use(TransferItem item) {
        ResourceUsage image = Transfers.image(item);
        return item.container() == null
                ? image
                : image.plus(ResourceUsage.of(item.container(), true)).plus(QuotaUsage.ANY_HOME);
    }

    private static Refusal quota(OwnerName owner, QuotaViolation shortage) {
        return new Refusal(
                ErrorCode.QUOTA_EXCEEDED,
                "The account '" + owner + "' has " + shortage.resource().amount(shortage.used()) + " of "
                        + shortage.resource().amount(shortage.limit().most()) + " "
                        + shortage.resource().noun() + "; this would add "
                        + shortage.resource().amount(shortage.asked()) + ". The limit is "
                        + shortage.limit().whose(owner) + ".",
                Rejections.numbers(shortage));
    }

    private static Optional<Refusal> nameObjection(OwnerState state, TransferItem item, DecisionContext context) {
        boolean baseName = context.baseImages()
                .anyMatch(base -> base.repository().equals(item.image().repository()));
        if (baseName || state.hasNamed(item.image())) {
            return because(
                    ErrorCode.NAME_TAKEN,
                    "The account '" + state.owner() + "' cannot receive the image '" + item.image() + "': "
                            + (baseName ? "a base image has this name." : "it has an image with this name.")
                            + " Choose another name.");
        }
        ContainerSpec container = item.container();
        return container != null && state.hasNamed(container.name())
                ? because(
                        ErrorCode.NAME_TAKEN,
                        "The account '" + state.owner() + "' already has a container '" + container.name()
                                + "'. Choose another name.")
                : Optional.empty();
    }

    private static Optional<Refusal> presetObjection(Account account, TransferItem item, DecisionContext context) {
        Preset preset = item.container() == null ? null : item.container().preset();
        return preset != null
                        && context.catalog()
                                .grant(account.snapshot(), preset.name(), context.now())
                                .isEmpty()
                ? because(
                        ErrorCode.PRESET_NOT_GRANTED,
                        "The container uses the preset '" + preset.name() + "', which the account '"
                                + account.snapshot().name() + "' may not use. Grant the preset first.")
                : Optional.empty();
    }

    private static List<OwnerEvent> release(
            OwnerState state, IntentId id, OutgoingTransfer outgoing, DecisionContext context) {
        if (outgoing.container() == null) {
            HandOverStepped stepped = new HandOverStepped(id, outgoing.handOver());
            return Optional.ofNullable(state.images().get(outgoing.given()))
                    .filter(ImageState::isReady)
                    .<List<OwnerEvent>>map(image -> List.of(stepped, sent(outgoing, image)))
                    .orElseGet(() -> with(stepped, gone(state, outgoing, context)));
        }
        Optional<ContainerState> container = container(state, outgoing);
        if (container.isEmpty()) {
            return with(new HandOverStepped(id, outgoing.handOver()), gone(state, outgoing, context));
        }
        return released(state, container.get(), id, outgoing, context);
    }

    private static List<OwnerEvent> released(
            OwnerState state, ContainerState container, IntentId id, OutgoingTransfer outgoing, DecisionContext context) {
        List<OwnerEvent> events = new ArrayList<>();
        int number = container.ordered();
        if (container.willRun()) {
            number++;
            events.add(new OperationOrdered(null, container.id(), Operation.STOP, number, context.longDeadline()));
        }
        events.add(new CommitOrdered(
                id,
                container.id(),
                number + 1,
                context.longDeadline(),
                outgoing.given(),
                outgoing.item().image(),
                container.host(),
                container.partition(),
                container.spec().name(),
                container.spec().image(),
                "Transferred to " + outgoing.to(),
                hasTooManyLayers(state, container)));
        return events;
    }

    /**
     * True if an earlier attempt failed because of too many layers. In the transfer of a whole account no user can
     * request flattening.
     */
    private static boolean hasTooManyLayers(OwnerState state, ContainerState container) {
        return Optional.ofNullable(state.open().removal())
                .filter(removal -> removal.successor() != null)
                .map(removal -> removal.left(container.id()).code() == ErrorCode.TOO_MANY_LAYERS)
                .orElse(false);
    }

    private static Optional<ContainerState> container(OwnerState state, OutgoingTransfer outgoing) {
        return Optional.ofNullable(outgoing.container())
                .flatMap(state::container)
                .filter(container -> container.phase() != Phase.LOST && container.wanted() != DesiredStatus.REMOVED);
    }

    private static List<OwnerEvent> receive(
            OwnerState state, IntentId id, IncomingTransfer incoming, TransferredImage given, DecisionContext context) {
        if (state.open().snapshot().removal() != null) {
            return List.of(
                    new Refusal(ErrorCode.NOT_FOUND, "The account '" + state.owner() + "' is being removed.", Map.of())
                            .declined(id, incoming.handOver(), incoming.from()));
        }
        long counted = Objects.requireNonNullElse(incoming.item().imageMiB(), 1L);
        long size = given.facts() == null
                ? counted
                : ResourceUsage.mebibytes(given.facts().ownBytes());
        Optional<QuotaViolation> shortage = size <= counted
                ? Optional.empty()
                : QuotaUsage.of(state, context).shortage(ResourceUsage.of(Resource.IMAGE_MIB, size - counted));
        return List.of(shortage.<OwnerEvent>map(
                        found -> quota(state.owner(), found).declined(id, incoming.handOver(), incoming.from()))
                .orElseGet(() -> new HandOverReceived(
                        id, incoming.handOver(), incoming.from(), incoming.item(), ImageId.of(id), given)));
    }

    private static List<OwnerEvent> confirm(OwnerState state, IntentId id, OutgoingTransfer outgoing) {
        HandOverStepped stepped = new HandOverStepped(id, outgoing.handOver());
        if (outgoing.container() == null) {
            return with(stepped, over(state, outgoing));
        }
        return state.container(outgoing.container()) // a lost container is removed, too
                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                .<List<OwnerEvent>>map(container -> List.of(
                        stepped,
                        new OperationOrdered(null, container.id(), Operation.REMOVE, container.ordered() + 1, null)))
                .orElseGet(() -> List.of(stepped));
    }

    private static List<OwnerEvent> complete(
            OwnerState state, IntentId id, IncomingTransfer incoming, DecisionContext context) {
        ContainerSpec spec = Objects.requireNonNull(incoming.item().container(), "only a container is completed");
        AccountSnapshot account = state.open().snapshot();
        if (account.removal() != null || account.suspended()) {
            return List.of(new Refusal(
                            account.removal() != null ? ErrorCode.ACCOUNT_REMOVED : ErrorCode.ACCOUNT_SUSPENDED,
                            "The account '" + state.owner() + "' has the image '"
                                    + incoming.item().image()
                                    + "', but no container was created from it, because the account is suspended or"
                                    + " being removed.",
                            Map.of())
                    .declined(id, incoming.handOver(), incoming.from()));
        }
        ImageId received = ImageId.of(incoming.handOver().following("receive"));
        Optional<ImageState> image =
                Optional.ofNullable(state.images().get(received)).filter(ImageState::isReady);
        return image.flatMap(found -> CreateDecider.placeGift(state, id, spec, found, context))
                .orElseGet(() -> List.of(new Refusal(
                                image.isEmpty() ? ErrorCode.UNKNOWN_IMAGE : ErrorCode.NO_HOST,
                                image.isEmpty()
                                        ? "The image was removed before the container was created from it."
                                        : "No host can run the container at present. The account '" + state.owner()
                                                + "' has the image '"
                                                + incoming.item().image() + "' and can create the container later.",
                                Map.of())
                        .declined(id, incoming.handOver(), incoming.from())));
    }

    // ---- events that follow from the giver's state ----

    static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
        return state.transfers().outgoing().stream()
                .filter(outgoing -> outgoing.container() != null)
                .map(outgoing -> next(state, outgoing, context))
                .filter(events -> !events.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<OwnerEvent> next(OwnerState state, OutgoingTransfer outgoing, DecisionContext context) {
        return switch (outgoing.stage()) {
            case ASKING, SENT -> List.of();
            case RELEASING -> {
                ImageState image = state.images().get(outgoing.given());
                if (image != null && image.isReady()) {
                    yield container(state, outgoing)
                                    .filter(ContainerState::isAlive)
                                    .isPresent()
                            ? failed(
                                    state,
                                    outgoing,
                                    ErrorCode.ENGINE_FAILED,
                                    "The container could not be stopped.",
                                    Map.of(),
                                    context)
                            : List.of(sent(outgoing, image));
                }
                boolean underWay = image != null && image.phase() == ImageState.Phase.COMMITTING;
                yield underWay ? List.of() : gone(state, outgoing, context);
            }
            case CONFIRMED ->
                state.container(Objects.requireNonNull(outgoing.container())).isPresent()
                                || !homesAreHanded(state)
                                || !canBeMade(state, outgoing, context)
                        ? List.of()
                        : over(state, outgoing);
        };
    }

    /**
     * In the transfer of a whole account, waits until the container's host accepts new containers, because no one else
     * could create the container later. Does not wait for a removed host.
     */
    private static boolean canBeMade(OwnerState state, OutgoingTransfer outgoing, DecisionContext context) {
        Account account = state.account();
        return account == null
                || account.removal() == null
                || account.removal().successor() == null
                || context.hosts().stream()
                        .filter(host -> host.name().equals(outgoing.item().host()))
                        .anyMatch(host ->
                                host.removedAt() != null || context.openHosts().contains(host));
    }

    private static boolean homesAreHanded(OwnerState state) {
        return Optional.ofNullable(state.account())
                .map(Account::removal)
                .map(RemovalProgress::homesAreHanded)
                .orElse(true);
    }

    private static HandOverSent sent(OutgoingTransfer outgoing, ImageState image) {
        return new HandOverSent(
                outgoing.handOver(),
                image.id(),
                new TransferredImage(
                        image.image().orElseThrow().digest(), image.host(), image.partition(), image.facts()));
    }

    private static List<OwnerEvent> over(OwnerState state, OutgoingTransfer outgoing) {
        return with(withoutImage(state, outgoing), List.of(new HandedOver(outgoing.handOver(), outgoing.to())));
    }

    private static List<OwnerEvent> gone(OwnerState state, OutgoingTransfer outgoing, DecisionContext context) {
        return failed(
                state,
                outgoing,
                Objects.requireNonNullElse(outgoing.code(), ErrorCode.NOT_FOUND),
                Objects.requireNonNullElse(outgoing.detail(), "The image or container no longer exists."),
                Map.of(),
                context);
    }

    /** Removes what was created for the transfer and restarts what was stopped for it. */
    private static List<OwnerEvent> failed(
            OwnerState state,
            OutgoingTransfer outgoing,
            ErrorCode code,
            String detail,
            Map<String, Long> numbers,
            DecisionContext context) {
        Stream<OwnerEvent> image = outgoing.container() == null ? Stream.of() : withoutImage(state, outgoing).stream();
        Stream<OwnerEvent> restart = container(state, outgoing)
                .filter(container -> outgoing.running() && container.wanted() == DesiredStatus.STOPPED)
                .<OwnerEvent>map(container -> new OperationOrdered(
                        null, container.id(), Operation.START, container.ordered() + 1, context.deadline()))
                .stream();
        return Stream.of(Stream.of(new HandOverFailed(outgoing.handOver(), code, detail, numbers)), image, restart)
                .<OwnerEvent>flatMap(events -> events)
                .toList();
    }

    private static List<OwnerEvent> withoutImage(OwnerState state, OutgoingTransfer outgoing) {
        return Optional.ofNullable(state.images().get(outgoing.given()))
                .filter(ImageState::isReady)
                .<List<OwnerEvent>>map(image -> List.of(new ImageRemoved(null, image.id())))
                .orElse(List.of());
    }

    private static List<OwnerEvent> with(OwnerEvent first, List<OwnerEvent> others) {
        return with(List.of(first), others);
    }

    private static List<OwnerEvent> with(List<OwnerEvent> first, List<OwnerEvent> others) {
        return Stream.concat(first.stream(), others.stream()).toList();
    }
}
