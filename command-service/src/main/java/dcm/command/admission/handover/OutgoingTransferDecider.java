package dcm.command.admission.handover;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.command.admission.state.Transfers.OutgoingTransfer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandOverSent;
import dcm.contract.event.HandOverEvent.HandOverStepped;
import dcm.contract.event.HandOverEvent.HandedOver;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.TransferredImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the sender's steps of a transfer. The sender keeps everything until the receiver has it. If the receiver declines or a host fails,
 * what was created for the transfer is removed, and what was stopped for it starts again.
 */
public final class OutgoingTransferDecider {
    private OutgoingTransferDecider() {}

    static List<OwnerEvent> release(OwnerState state, IntentId id, OutgoingTransfer outgoing, DecisionContext context) {
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
            OwnerState state,
            ContainerState container,
            IntentId id,
            OutgoingTransfer outgoing,
            DecisionContext context) {
        List<OwnerEvent> events = new ArrayList<>();
        int number = container.ordered();
        if (container.willRun()) {
            number++;
            events.add(new OperationOrdered(null, container.id(), StateOperation.STOP, number, context.longDeadline()));
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
                .filter(container -> !container.isLost() && container.wanted() != DesiredStatus.REMOVED);
    }

    static List<OwnerEvent> confirm(OwnerState state, IntentId id, OutgoingTransfer outgoing) {
        HandOverStepped stepped = new HandOverStepped(id, outgoing.handOver());
        if (outgoing.container() == null) {
            return with(stepped, over(state, outgoing));
        }
        return state.container(outgoing.container()) // a lost container is removed, too
                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                .<List<OwnerEvent>>map(container -> List.of(stepped, FollowUpOrder.removal(container)))
                .orElseGet(() -> List.of(stepped));
    }

    /** The events that follow from the state alone: the next step of a transfer that waits for hosts. */
    public static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
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
                || context.known()
                        .find(outgoing.item().host())
                        .filter(host -> host.removedAt() != null
                                || host.cordon() == null
                                        && context.liveHost(host.name()).isPresent())
                        .isPresent();
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

    /** Removes what was created for the transfer and, unless the account is suspended, restarts what was stopped for it. */
    static List<OwnerEvent> failed(
            OwnerState state,
            OutgoingTransfer outgoing,
            ErrorCode code,
            String detail,
            Map<String, Long> numbers,
            DecisionContext context) {
        Stream<OwnerEvent> image = outgoing.container() == null ? Stream.of() : withoutImage(state, outgoing).stream();
        Stream<OwnerEvent> restart = container(state, outgoing)
                .filter(container -> outgoing.running() && container.wanted() == DesiredStatus.STOPPED)
                .filter(container -> state.open().snapshot().suspension() == null)
                .<OwnerEvent>map(container -> new OperationOrdered(
                        null, container.id(), StateOperation.START, container.ordered() + 1, context.deadline()))
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

    static List<OwnerEvent> with(OwnerEvent first, List<OwnerEvent> others) {
        return with(List.of(first), others);
    }

    static List<OwnerEvent> with(List<OwnerEvent> first, List<OwnerEvent> others) {
        return Stream.concat(first.stream(), others.stream()).toList();
    }
}
