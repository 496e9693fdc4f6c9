package dcm.command.admission.move;

import dcm.command.admission.container.RecreatableContainers;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.HomesRejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.quota.Resource;
import dcm.contract.report.HomeStorage;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What forbids a move of homes, as a list of policies; the first that rejects decides. */
final class MovePolicies {
    private static final List<Policy> POLICIES = List.of(
            MovePolicies::homesMustNotBeShared,
            MovePolicies::homesMustExist,
            MovePolicies::targetMustAcceptContainers,
            MovePolicies::bothHostsMustReport,
            MovePolicies::earlierMovesMustBeCleanedUp,
            MovePolicies::noTransferMayBeInProgress,
            MovePolicies::directoriesMustDiffer,
            MovePolicies::rangesMustBeEqual,
            MovePolicies::homesMustFitTheQuota,
            MovePolicies::imagesMustBeAvailable);

    private MovePolicies() {}

    /** Rejects a move to a host; empty if this policy does not apply. */
    private interface Policy {
        Optional<List<OwnerEvent>> rejection(OwnerState state, IntentId id, HostName to, DecisionContext context);
    }

    /** The rejection of a move; empty if it can begin, or the homes are on {@code to} already. */
    static Optional<List<OwnerEvent>> rejection(OwnerState state, IntentId id, HostName to, DecisionContext context) {
        boolean isThere =
                !context.policy().sharedStorage() && to.equals(state.open().homeHost());
        return isThere
                ? Optional.empty()
                : POLICIES.stream()
                        .flatMap(policy -> policy.rejection(state, id, to, context).stream())
                        .findFirst();
    }

    /** Whether a host was removed permanently. */
    static boolean isRemoved(HostName name, DecisionContext context) {
        return context.hosts().stream().anyMatch(host -> host.name().equals(name) && host.removedAt() != null);
    }

    /** The host of homes that exist. */
    static HostName home(Account account) {
        return Objects.requireNonNull(account.homeHost(), "homes without a host");
    }

    private static Optional<List<OwnerEvent>> homesMustNotBeShared(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        return context.policy().sharedStorage() ? Optional.of(HomesRejections.shared(id)) : Optional.empty();
    }

    private static Optional<List<OwnerEvent>> homesMustExist(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        return state.open().homeHost() == null
                ? Optional.of(HomesRejections.nothingToMove(id, state.owner()))
                : Optional.empty();
    }

    private static Optional<List<OwnerEvent>> targetMustAcceptContainers(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        Optional<HostSnapshot> target = context.host(to);
        return target.isEmpty()
                ? Optional.of(HomesRejections.unknownHost(id, to))
                : context.cordon(to).map(cordon -> HomesRejections.cordoned(id, to, cordon));
    }

    private static Optional<List<OwnerEvent>> bothHostsMustReport(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        return Stream.of(home(state.open()), to)
                .filter(host -> context.liveHost(host).isEmpty())
                .findFirst()
                .map(silent -> HomesRejections.silent(id, silent));
    }

    private static Optional<List<OwnerEvent>> earlierMovesMustBeCleanedUp(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        return state.open().homesMoves().hosts().contains(to)
                ? Optional.of(HomesRejections.stillDeleting(id, state.owner(), to))
                : Optional.empty();
    }

    private static Optional<List<OwnerEvent>> noTransferMayBeInProgress(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        return state.transfers().isEmpty()
                ? Optional.empty()
                : Optional.of(TransferRejections.inOtherTransfers(id, state.owner()));
    }

    /** Otherwise, the old host would delete the only homes. */
    private static Optional<List<OwnerEvent>> directoriesMustDiffer(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        HostName from = home(state.open());
        return storage(from, context)
                .filter(storage -> storage(to, context)
                        .filter(other -> other.id().equals(storage.id()))
                        .isPresent())
                .map(same -> HomesRejections.sameDirectory(id, from, to));
    }

    private static Optional<List<OwnerEvent>> rangesMustBeEqual(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        HostName from = home(state.open());
        // Earlier workers do not report it.
        return storage(from, context)
                .flatMap(storage -> storage(to, context)
                        .filter(other -> storage.rootUid() != other.rootUid() || storage.rootGid() != other.rootGid())
                        .map(other -> HomesRejections.differentRanges(id, from, storage, to, other)));
    }

    /** The new host receives no more than the quota, because it does not trust the old one. */
    private static Optional<List<OwnerEvent>> homesMustFitTheQuota(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        Account account = state.open();
        long mebibytes = account.homes(home(account));
        long limit = context.catalog()
                .allowance(account.snapshot())
                .limit(Resource.HOME_MIB)
                .most();
        return limit != Resource.UNLIMITED && mebibytes > limit
                ? Optional.of(HomesRejections.aboveQuota(id, state.owner(), mebibytes, limit))
                : Optional.empty();
    }

    private static Optional<HomeStorage> storage(HostName host, DecisionContext context) {
        return context.host(host)
                .flatMap(known -> Optional.ofNullable(known.report().storage()));
    }

    private static Optional<List<OwnerEvent>> imagesMustBeAvailable(
            OwnerState state, IntentId id, HostName to, DecisionContext context) {
        HostSnapshot target = context.host(to).orElseThrow();
        List<ContainerState> without = state.all().stream()
                .filter(container -> !container.isLost() && container.wanted() != DesiredStatus.REMOVED)
                .filter(container -> !RecreatableContainers.hasImage(state, container, target, context))
                .sorted(Comparator.comparing(
                        container -> container.spec().name().value()))
                .toList();
        return without.isEmpty() ? Optional.empty() : Optional.of(HomesRejections.imagesMissing(id, to, without));
    }
}
