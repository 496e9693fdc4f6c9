package dcm.command.admission.decision;

import dcm.command.admission.state.ContainerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.HomeStorage;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.transfer.HomesMove;
import java.util.List;
import java.util.stream.Collectors;

/** Rejections of moves of homes, and of what a move in progress forbids. */
public final class HomesRejections {
    private HomesRejections() {}

    /** The account's homes are being moved. */
    public static List<OwnerEvent> moving(IntentId intent, OwnerName owner, HomesMove move) {
        return Rejections.reject(
                intent,
                ErrorCode.HOMES_MOVING,
                "The home directories of '" + owner + "' are being moved from " + move.from() + " to " + move.to()
                        + " since " + move.begunAt() + ". Until that has finished, containers can only be shown and"
                        + " removed. Try again later, or ask an administrator to cancel the move.");
    }

    public static List<OwnerEvent> shared(IntentId intent) {
        return Rejections.reject(
                intent,
                ErrorCode.HOMES_SHARED,
                "All hosts share the home directories, so there is nothing to move. To let containers run on another"
                        + " host, cordon this one and create them again.");
    }

    /** Both hosts use one directory of homes, although the installation is not configured for that. */
    public static List<OwnerEvent> sameDirectory(IntentId intent, HostName from, HostName to) {
        return Rejections.reject(
                intent,
                ErrorCode.HOMES_SHARED,
                "The hosts " + from + " and " + to + " use the same directory of homes, so there is nothing to move. If"
                        + " they share it, set DCM_STORAGE_SHARED=true; if one was copied from the other, remove .dcm-homes"
                        + " from the copy.");
    }

    public static List<OwnerEvent> nothingToMove(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The account '" + owner
                        + "' has no home directories yet. Its first container that starts determines their host.");
    }

    public static List<OwnerEvent> noMove(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The home directories of '" + owner + "' are not being moved, so there is nothing to cancel.");
    }

    /** The new host has the homes; the old one only completes its orders. */
    public static List<OwnerEvent> alreadyCopied(IntentId intent, OwnerName owner, HomesMove move) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The host " + move.to() + " has received the home directories of '" + owner
                        + "', so the move can no longer be cancelled. Move them back when it has finished.");
    }

    public static List<OwnerEvent> unknownHost(IntentId intent, HostName host) {
        return Rejections.reject(
                intent, ErrorCode.UNKNOWN_HOST, "There is no host '" + host + "'. See the list of hosts.");
    }

    public static List<OwnerEvent> silent(IntentId intent, HostName host) {
        return Rejections.reject(
                intent,
                ErrorCode.HOST_UNREACHABLE,
                "The host " + host + " does not report, and a move needs both hosts. Try again when it reports.");
    }

    public static List<OwnerEvent> cordoned(IntentId intent, HostName host, Cordon cordon) {
        return Rejections.reject(
                intent,
                ErrorCode.NO_HOST,
                "The host " + host + " accepts no containers"
                        + (cordon.reason() == null ? "" : " (" + cordon.reason() + ")")
                        + ". Choose another host, or uncordon it first.");
    }

    public static List<OwnerEvent> stillDeleting(IntentId intent, OwnerName owner, HostName host) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The host " + host + " still has to delete what it has of the home directories of '" + owner
                        + "' from an earlier move. Try again later.");
    }

    public static List<OwnerEvent> differentRanges(
            IntentId intent, HostName from, HomeStorage storage, HostName to, HomeStorage other) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The Docker Engine of " + from + " maps the root of containers to " + storage.rootUid() + ":"
                        + storage.rootGid() + ", and the one of " + to + " to " + other.rootUid() + ":"
                        + other.rootGid() + ", so the files would have other owners. Use the same ranges of dockremap"
                        + " in /etc/subuid and /etc/subgid on both hosts.");
    }

    public static List<OwnerEvent> aboveQuota(IntentId intent, OwnerName owner, long mebibytes, long limit) {
        return Rejections.reject(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                "The home directories of '" + owner + "' have " + mebibytes + " MiB, more than the quota of " + limit
                        + " MiB, and the new host receives no more than that. Raise the quota, or ask the user to delete"
                        + " files, then move them.");
    }

    /** The containers that could not be created on the new host. */
    public static List<OwnerEvent> imagesMissing(IntentId intent, HostName to, List<ContainerState> containers) {
        String names = containers.stream()
                .map(container -> "'" + container.spec().name() + "' ("
                        + container.spec().image().name() + ")")
                .collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.IMAGE_MISSING,
                "The host " + to + " does not have the images of these containers: " + names
                        + ". Add the base images there, configure an image registry and commit the containers again,"
                        + " or export what is needed and remove the containers.");
    }
}
