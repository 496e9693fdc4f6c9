package dcm.command.admission.handover;

import dcm.command.admission.container.ContainerPlacement;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.QuotaUsage.QuotaViolation;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.command.admission.state.Transfers.AccountTransfer;
import dcm.command.admission.state.Transfers.IncomingTransfer;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.event.HandOverEvent.AccountReserved;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HandOverEvent.HandOverReserved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent.ReserveAccount;
import dcm.contract.intent.HandOverIntent.ReserveHandOver;
import dcm.contract.preset.Preset;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.TransferItem;
import dcm.contract.transfer.TransferredImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides the receiver's steps of a transfer: reserving a name and quota for what is transferred, receiving the image, and creating the
 * container from it. The receiver declines what its account, quota or presets do not allow.
 */
final class IncomingTransferDecider {
    private IncomingTransferDecider() {}

    static List<OwnerEvent> reserve(OwnerState state, IntentId id, ReserveHandOver reserve, DecisionContext context) {
        return List.of(objection(state, reserve.from(), reserve.item(), context)
                .<OwnerEvent>map(why -> why.declined(id, reserve.handOver(), reserve.from()))
                .orElseGet(() -> new HandOverReserved(id, reserve.handOver(), reserve.from(), reserve.item())));
    }

    static List<OwnerEvent> reserve(OwnerState state, IntentId id, ReserveAccount reserve, DecisionContext context) {
        return List.of(objection(state, reserve, context)
                .<OwnerEvent>map(why -> why.declined(id, reserve.handOver(), reserve.from()))
                .orElseGet(() -> new AccountReserved(id, reserve.handOver(), reserve.from())));
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
                        : Transfers.image(item).plus(item.container().usage(true)))
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
        if (account.snapshot().isSuspended()) {
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
        if (account.move().isPresent()) {
            return because(
                    ErrorCode.HOMES_MOVING,
                    "The home directories of '" + owner + "' are being moved to another host. Try again when that has"
                            + " finished.");
        }
        HostName home = ContainerPlacement.homeHost(state, null, context);
        if (home != null && !home.equals(item.host())) {
            return because(
                    ErrorCode.NO_HOST,
                    "The home directories and containers of '" + owner + "' are on the host " + home
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
                : image.plus(item.container().usage(true)).plus(QuotaUsage.ANY_HOME);
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

    static List<OwnerEvent> receive(
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

    static List<OwnerEvent> complete(
            OwnerState state, IntentId id, IncomingTransfer incoming, DecisionContext context) {
        ContainerSpec spec = Objects.requireNonNull(incoming.item().container(), "only a container is completed");
        AccountSnapshot account = state.open().snapshot();
        if (account.removal() != null || account.isSuspended()) {
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
        return image.flatMap(found -> ContainerPlacement.placeTransferred(state, id, spec, found, context))
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
}
