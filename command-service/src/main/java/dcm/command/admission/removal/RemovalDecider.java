package dcm.command.admission.removal;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.AccountRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.ImageRemovalPolicyChanged;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes an account in steps, each of which begins when the previous one is confirmed: containers, images, storage,
 * sign-in. In a transfer of a whole account the order is containers, storage, images, sign-in. Hosts' tasks are part of
 * their desired state until confirmed, so an unreachable host does them when it returns.
 */
public final class RemovalDecider {
    private RemovalDecider() {}

    /** Decides whether the removal of an account begins, or whether one in progress changes. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, RemoveAccount remove) {
        return state.open().snapshot().removal() == null ? begin(state, id, remove) : change(state, id, remove);
    }

    private static List<OwnerEvent> begin(OwnerState state, IntentId id, RemoveAccount remove) {
        List<ImageState> images = state.images().values().stream()
                .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                .sorted(Comparator.comparing(image -> image.name().value()))
                .toList();
        Optional<ImageRemovalPolicy> fate = fate(remove);
        if (fate.isEmpty() && !images.isEmpty()) {
            return AccountRejections.hasImages(id, state.owner(), images);
        }
        if (fate.filter(said -> state.owner().equals(said.to())).isPresent()) {
            return TransferRejections.toSameAccount(id);
        }
        Stream<OwnerEvent> removals = state.all().stream()
                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                .sorted(Comparator.comparing(ContainerState::id))
                .map(FollowUpOrder::removal);
        return Stream.concat(
                        Stream.of(new AccountRemovalBegun(id, remove.removeImages(), fate.orElse(null), null)),
                        removals)
                .toList();
    }

    /** A repeated removal may change what happens to the remaining images. */
    private static List<OwnerEvent> change(OwnerState state, IntentId id, RemoveAccount remove) {
        Account account = state.open();
        RemovalProgress removal = account.removal();
        Optional<ImageRemovalPolicy> fate =
                fate(remove).filter(said -> removal != null && !said.equals(removal.fate()) && isStillOpen(removal));
        return fate.<List<OwnerEvent>>map(said -> List.of(new ImageRemovalPolicyChanged(id, said)))
                .orElseGet(() -> AccountRejections.removed(id, account.snapshot()));
    }

    private static Optional<ImageRemovalPolicy> fate(RemoveAccount remove) {
        return Optional.ofNullable(remove.images())
                .or(() -> remove.removeImages() ? Optional.of(ImageRemovalPolicy.REMOVED) : Optional.empty());
    }

    private static boolean isStillOpen(RemovalProgress removal) {
        return removal.successor() == null
                ? removal.step().compareTo(RemovalStep.IMAGES) <= 0
                : removal.step() == RemovalStep.IMAGES;
    }

    /** The events that follow from the state alone: the next step, if the current one is complete. */
    public static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
        Account account = state.account();
        RemovalProgress removal = account == null ? null : account.removal();
        if (account == null || removal == null) {
            return List.of();
        }
        return switch (removal.step()) {
            case CONTAINERS -> {
                if (state.containers().isEmpty()) {
                    yield advance(account, removal, context);
                }
                yield removal.successor() == null
                        ? List.of()
                        : ContainerDisposition.next(state, removal, removal.successor(), context);
            }
            case IMAGES ->
                state.images().isEmpty()
                        ? advance(account, removal, context)
                        : ImageDisposition.next(state, removal, context);
            case STORAGE -> removal.hosts().isEmpty() ? advance(account, removal, context) : List.of();
            case SIGN_IN -> List.of();
        };
    }

    private static List<OwnerEvent> advance(Account account, RemovalProgress removal, DecisionContext context) {
        List<RemovalStep> steps = RemovalStep.of(removal.successor());
        RemovalStep step = steps.get(steps.indexOf(removal.step()) + 1);
        return List.of(new RemovalAdvanced(
                removal.intent(), step, step == RemovalStep.STORAGE ? places(account, context) : List.of()));
    }

    /** All hosts that may have data of the owner: where a container was placed, and where the homes are. */
    private static List<HostPartition> places(Account account, DecisionContext context) {
        Map<HostName, Integer> places = new HashMap<>();
        if (account.hosts() != null) {
            places.putAll(account.hosts());
        }
        Set<HostName> homes = Stream.concat(Stream.ofNullable(account.homeHost()), account.measuredHosts())
                .collect(Collectors.toSet());
        context.hosts().stream()
                .filter(host -> host.removedAt() == null && homes.contains(host.name()))
                .forEach(host -> places.putIfAbsent(host.name(), host.partition()));
        return places.entrySet().stream()
                .map(place -> new HostPartition(place.getKey(), place.getValue()))
                .sorted(Comparator.comparing(HostPartition::host))
                .toList();
    }

    /** The events when a host reports that it has deleted the homes. */
    public static List<OwnerEvent> react(OwnerState state, StorageAbsent absent) {
        return at(state, RemovalStep.STORAGE)
                .filter(removal -> removal.hosts().containsKey(absent.host()))
                .<List<OwnerEvent>>map(removal -> List.of(new StorageRemoved(absent.host())))
                .orElse(List.of());
    }

    /** The events when the identity provider has deleted the account. */
    public static List<OwnerEvent> react(OwnerState state, SignInAbsent absent) {
        return at(state, RemovalStep.SIGN_IN)
                .<List<OwnerEvent>>map(removal -> List.of(new AccountRemoved(removal.intent())))
                .orElse(List.of());
    }

    private static Optional<RemovalProgress> at(OwnerState state, RemovalStep step) {
        return Optional.ofNullable(state.account()).map(Account::removal).filter(removal -> removal.step() == step);
    }
}
