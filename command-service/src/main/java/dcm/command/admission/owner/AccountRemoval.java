package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.ImageRemovalPolicyChanged;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.report.AccountReport;
import dcm.contract.report.AccountReport.HomesSeen;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes an account in steps, each of which begins when the previous one is confirmed: containers, images, storage,
 * sign-in. In a transfer of a whole account the order is containers, storage, images, sign-in. Hosts' tasks are part of
 * their desired state until confirmed, so an unreachable host does them when it returns.
 */
final class AccountRemoval {
    private AccountRemoval() {}

    static List<OwnerEvent> decide(OwnerState state, IntentId id, RemoveAccount remove) {
        List<ImageState> images = state.images().values().stream()
                .filter(image -> image.phase() != ImageState.Phase.REMOVED)
                .sorted(Comparator.comparing(image -> image.name().value()))
                .toList();
        Optional<ImageRemovalPolicy> fate = fate(remove);
        if (fate.isEmpty() && !images.isEmpty()) {
            return Rejections.hasImages(id, state.owner(), images);
        }
        if (fate.filter(said -> state.owner().equals(said.to())).isPresent()) {
            return Rejections.toSameAccount(id);
        }
        Stream<OwnerEvent> removals = state.all().stream()
                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                .sorted(Comparator.comparing(ContainerState::id))
                .map(container ->
                        new OperationOrdered(null, container.id(), Operation.REMOVE, container.ordered() + 1, null));
        return Stream.concat(
                        Stream.of(new AccountRemovalBegun(id, remove.removeImages(), fate.orElse(null), null)),
                        removals)
                .toList();
    }

    /** The events when the receiver has reserved everything of the account. */
    static List<OwnerEvent> handOver(IntentId handOver, OwnerName successor) {
        return List.of(new AccountRemovalBegun(
                handOver, false, new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, successor), successor));
    }

    private static Optional<ImageRemovalPolicy> fate(RemoveAccount remove) {
        return Optional.ofNullable(remove.images())
                .or(() -> remove.removeImages() ? Optional.of(ImageRemovalPolicy.REMOVED) : Optional.empty());
    }

    /**
     * Decides a repeated removal of an account that is being removed: it may change what happens to the remaining
     * images.
     */
    static List<OwnerEvent> decideAgain(OwnerState state, IntentId id, RemoveAccount remove) {
        Account account = state.open();
        RemovalProgress removal = account.removal();
        Optional<ImageRemovalPolicy> fate =
                fate(remove).filter(said -> removal != null && !said.equals(removal.fate()) && isStillOpen(removal));
        return fate.<List<OwnerEvent>>map(said -> List.of(new ImageRemovalPolicyChanged(id, said)))
                .orElseGet(() -> Rejections.removed(id, account.snapshot()));
    }

    private static boolean isStillOpen(RemovalProgress removal) {
        return removal.successor() == null
                ? removal.step().compareTo(RemovalStep.IMAGES) <= 0
                : removal.step() == RemovalStep.IMAGES;
    }

    /** The events that follow from the state alone: the next step, if the current one is complete. */
    static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
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
        context.hosts().stream()
                .filter(host -> host.name().equals(account.homeHost()))
                .findFirst()
                .map(HostSnapshot::partition)
                .ifPresent(partition -> places.putIfAbsent(home(account), partition));
        return places.entrySet().stream()
                .map(place -> new HostPartition(place.getKey(), place.getValue()))
                .sorted(Comparator.comparing(HostPartition::host))
                .toList();
    }

    private static HostName home(Account account) {
        return Optional.ofNullable(account.homeHost()).orElseThrow();
    }

    /** The events that follow from a report. */
    static List<OwnerEvent> react(OwnerState state, AccountReport report) {
        Account account = state.account();
        if (account == null) {
            return List.of();
        }
        RemovalProgress removal = account.removal();
        return switch (report) {
            case HomesSeen seen -> List.of(); // handled elsewhere
            case StorageAbsent absent ->
                removal != null
                                && removal.step() == RemovalStep.STORAGE
                                && removal.hosts().containsKey(absent.host())
                        ? List.of(new StorageRemoved(absent.host()))
                        : List.of();
            case SignInAbsent absent ->
                removal != null && removal.step() == RemovalStep.SIGN_IN
                        ? List.of(new AccountRemoved(removal.intent()))
                        : List.of();
        };
    }

    // ---- folds ----

    static Account begin(OwnerState state, AccountRemovalBegun begun, Instant time) {
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

    static Account advance(OwnerState state, RemovalAdvanced advanced) {
        Account account = state.open();
        Map<HostName, Integer> hosts = new HashMap<>();
        advanced.hosts().forEach(place -> hosts.put(place.host(), place.partition()));
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.at(advanced.step(), hosts)), state);
    }

    static Account confirm(OwnerState state, StorageRemoved removed) {
        Account account = state.open();
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.without(removed.host())), state);
    }

    static Account changed(OwnerState state, ImageRemovalPolicy fate) {
        Account account = state.open();
        RemovalProgress removal = Optional.ofNullable(account.removal()).orElseThrow();
        return show(account.with(removal.with(fate)), state);
    }

    /** The account with an updated snapshot of the removal's progress. */
    static Account show(Account account, OwnerState state) {
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

    /** The problem that needs an administrator; empty if there is none. */
    private static Optional<String> blockedReason(OwnerState state, RemovalProgress removal) {
        return Stream.concat(ContainerDisposition.obstacles(state, removal), ImageDisposition.obstacles(state, removal))
                .sorted()
                .findFirst();
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
