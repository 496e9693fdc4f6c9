package dcm.command.admission.removal;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerTransferProgress;
import dcm.command.admission.state.ImageRemovalProgress;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.command.admission.state.Transfers.OutgoingTransfer;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.HandOverEvent;
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
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Folds the progress of an account's removal, and what its snapshot shows of that. Deterministic. */
public final class RemovalFold {
    private RemovalFold() {}

    /** The account when its removal begins. */
    public static Account begin(OwnerState state, AccountRemovalBegun begun, Instant time) {
        Account account = state.open();
        AccountSnapshot.Removal shown =
                new AccountSnapshot.Removal(time, RemovalStep.CONTAINERS, hosts(state), null, null, begun.successor());
        return account.with(account.snapshot().with(shown))
                .with(new RemovalProgress(
                        begun.intent(),
                        RemovalStep.CONTAINERS,
                        Map.of(),
                        begun.images(),
                        List.of(),
                        begun.successor(),
                        List.of()));
    }

    /** The account when the removal reaches its next step. */
    public static Account advance(OwnerState state, RemovalAdvanced advanced) {
        Account account = state.open();
        Map<HostName, Integer> hosts = new HashMap<>();
        advanced.hosts().forEach(place -> hosts.put(place.host(), place.partition()));
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.at(advanced.step(), hosts)), state);
    }

    /** The account when a host has deleted the homes. */
    public static Account confirm(OwnerState state, StorageRemoved removed) {
        Account account = state.open();
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.without(removed.host())), state);
    }

    /** The account when the policy for its images changes. */
    public static Account changed(OwnerState state, ImageRemovalPolicy fate) {
        Account account = state.open();
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.with(fate)), state);
    }

    /** The state when an image was promoted, perhaps because its account is being removed. */
    public static OwnerState evolve(OwnerState state, ImagePromoted promoted) {
        return changed(
                state,
                promoted.image(),
                left -> new ImageRemovalProgress(left.image(), left.attempts(), true, null, null));
    }

    /**
     * The progress of a removal after the event of a transfer.
     *
     * @param before the state before the event
     * @param after the state in which the transfer itself has changed
     */
    public static OwnerState evolve(OwnerState before, OwnerState after, HandOverEvent event, Instant time) {
        return switch (event) {
            case HandOverBegun begun -> begun(after, begun);
            case HandOverFailed failed ->
                before.transfers()
                        .outgoing(failed.handOver())
                        .map(outgoing -> failed(after, outgoing, failed, time))
                        .orElse(after);
            case HandOverSent sent -> shown(after);
            case HandedOver done -> shown(after);
            case AccountOffered offered -> shown(after);
            case AccountReserved reserved -> shown(after);
            case HandOverReserved reserved -> shown(after);
            case HandOverDeclined declined -> shown(after);
            case HandOverStepped stepped -> shown(after);
            case HandOverReceived received -> after; // an account that is removed receives nothing
            case HomesEntered entered -> after;
        };
    }

    /** Updates the account's snapshot, because an earlier problem may be resolved. */
    private static OwnerState shown(OwnerState state) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        return account == null || removal == null || removal.successor() == null
                ? state
                : state.with(show(account, state));
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
                : state.with(show(account.with(removal.with(change.apply(removal.left(container)))), state));
    }

    private static OwnerState changed(OwnerState state, ImageId image, UnaryOperator<ImageRemovalProgress> change) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        return account == null || removal == null
                ? state
                : state.with(show(account.with(removal.with(change.apply(removal.left(image)))), state));
    }

    /** The account with an updated snapshot of the removal's progress. */
    private static Account show(Account account, OwnerState state) {
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        AccountSnapshot.Removal shown =
                Optional.ofNullable(account.snapshot().removal()).orElseThrow();
        Collection<HostName> waiting = removal.step() == RemovalStep.STORAGE
                ? new TreeSet<>(removal.hosts().keySet())
                : hosts(state);
        return account.with(account.snapshot()
                .with(new AccountSnapshot.Removal(
                        shown.begunAt(),
                        removal.step(),
                        List.copyOf(waiting),
                        null,
                        blockedReason(state, removal).orElse(null),
                        shown.successor())));
    }

    /** The first problem, by name, that needs an administrator; empty if there is none. */
    private static Optional<String> blockedReason(OwnerState state, RemovalProgress removal) {
        return Stream.concat(blockedContainers(state, removal), blockedImages(state, removal))
                .sorted()
                .findFirst();
    }

    private static Stream<String> blockedContainers(OwnerState state, RemovalProgress removal) {
        return state.all().stream()
                .flatMap(container -> Stream.ofNullable(
                                removal.left(container.id()).blockedReason())
                        .map(why -> container.spec().name() + ": " + why));
    }

    private static Stream<String> blockedImages(OwnerState state, RemovalProgress removal) {
        return removal.fate().kind() != ImageRemovalPolicy.Kind.HAND_OVER
                ? Stream.empty()
                : state.images().values().stream()
                        .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                        .flatMap(image -> Stream.ofNullable(
                                        removal.left(image.id()).blockedReason())
                                .map(why -> image.name() + ": " + why));
    }

    /** The hosts that still have containers or images of the owner. */
    private static List<HostName> hosts(OwnerState state) {
        return Stream.concat(
                        state.all().stream().map(ContainerState::host),
                        state.images().values().stream().map(ImageState::host))
                .distinct()
                .sorted()
                .toList();
    }
}
