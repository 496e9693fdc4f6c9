package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.QuotaUsage.QuotaViolation;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rejections with their messages: what was rejected, by which rule and numbers, and what to do. */
final class Rejections {
    private Rejections() {}

    static List<OwnerEvent> noAccount(IntentId intent, OwnerName owner) {
        return reject(
                intent, ErrorCode.NO_ACCOUNT, "There is no account '" + owner + "'. Ask an administrator to open one.");
    }

    static List<OwnerEvent> accountExists(IntentId intent, OwnerName owner) {
        return reject(
                intent,
                ErrorCode.ACCOUNT_EXISTS,
                "The account name '" + owner
                        + "' is already used. Account names are never reused. Choose another name.");
    }

    static List<OwnerEvent> signInTaken(IntentId intent, OwnerName owner) {
        return reject(
                intent,
                ErrorCode.SIGN_IN_TAKEN,
                "The account '" + owner + "' is bound to another user of the identity provider. Ask an administrator.");
    }

    static List<OwnerEvent> unknownContainer(IntentId intent, Handle handle) {
        return reject(
                intent,
                ErrorCode.UNKNOWN_CONTAINER,
                "You have no container '" + handle
                        + "'. Use the SSH port, the name or at least the first four digits of the id of a container.");
    }

    static List<OwnerEvent> ambiguous(IntentId intent, Handle handle, Collection<ContainerState> fitting) {
        String names = fitting.stream().map(Rejections::called).sorted().collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.AMBIGUOUS_HANDLE,
                "'" + handle + "' matches several containers: " + names + ". Use a name or an SSH port.");
    }

    static List<OwnerEvent> wrongState(IntentId intent, ContainerState container, Operation operation, String hint) {
        return reject(
                intent,
                ErrorCode.WRONG_STATE,
                "Container " + called(container) + " is " + state(container) + "; it cannot be " + participle(operation)
                        + ". " + hint);
    }

    static List<OwnerEvent> nameTaken(IntentId intent, ContainerName name) {
        return reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "You already have a container '" + name + "'. Choose another name, or leave it out to let DCM choose.");
    }

    static List<OwnerEvent> portsReserved(IntentId intent, Collection<String> objections) {
        return reject(intent, ErrorCode.PORT_RESERVED, String.join(" ", objections) + " Choose another port.");
    }

    static List<OwnerEvent> notCommittable(IntentId intent, ContainerState container) {
        return reject(
                intent,
                ErrorCode.WRONG_STATE,
                "Container " + called(container) + " is " + state(container) + "; an image cannot be created from it.");
    }

    static List<OwnerEvent> nameOfBaseImage(IntentId intent, ImageName name) {
        return reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "'" + name.repository() + "' is the name of a base image. Choose another name.");
    }

    static List<OwnerEvent> imageNameTaken(IntentId intent, ImageName name) {
        return reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "You already have an image '" + name + "'. Choose another name or tag, or replace the image.");
    }

    static List<OwnerEvent> baseImage(IntentId intent, ImageName name, String verb) {
        return reject(
                intent,
                ErrorCode.BASE_IMAGE,
                "'" + name + "' is a base image; only an administrator can " + verb + " it.");
    }

    static List<OwnerEvent> severalTags(IntentId intent, ImageName name, Collection<ImageState> meant) {
        String names = meant.stream().map(image -> image.name().value()).collect(Collectors.joining(", "));
        return reject(
                intent, ErrorCode.AMBIGUOUS_HANDLE, "'" + name + "' has several tags: " + names + ". Specify one.");
    }

    static List<OwnerEvent> imageInUse(IntentId intent, ImageName name, Collection<ContainerState> users) {
        String names = users.stream().map(Rejections::called).collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.IMAGE_IN_USE,
                "Image '" + name + "' is used by " + names + ". Remove these containers first.");
    }

    static List<OwnerEvent> beingFlattened(IntentId intent, ImageName name) {
        return reject(
                intent,
                ErrorCode.IMAGE_IN_USE,
                "Image '" + name + "' is being flattened. Try again when this has finished.");
    }

    static List<OwnerEvent> unknownImage(IntentId intent, ImageName image, OwnerState state, DecisionContext context) {
        Stream<ImageName> own =
                state.images().values().stream().filter(ImageState::isReady).map(ImageState::name);
        String names = Stream.concat(context.offered(state.open().snapshot()).stream(), own)
                .map(ImageName::value)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.UNKNOWN_IMAGE,
                "No image '" + image + "' is available to you. "
                        + (names.isEmpty()
                                ? "No host offers an image at present."
                                : "Available images: " + names + "."));
    }

    static List<OwnerEvent> beingHandedOver(IntentId intent, String thing) {
        return reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The " + thing + " is being transferred to another account. Try again when the transfer has finished.");
    }

    static List<OwnerEvent> awaitsHomes(IntentId intent, OwnerName owner, OwnerName from) {
        return reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The account '" + owner + "' is receiving the whole account '" + from
                        + "'. Try again when the transfer has finished.");
    }

    static List<OwnerEvent> inOtherTransfers(IntentId intent, OwnerName owner) {
        return reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The account '" + owner + "' has a transfer in progress. Try again when it has finished.");
    }

    static List<OwnerEvent> toSameAccount(IntentId intent) {
        return reject(intent, ErrorCode.BAD_INPUT, "An account cannot transfer to itself. Choose another account.");
    }

    static List<OwnerEvent> notHandedOver(IntentId intent, ContainerState container) {
        return reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The container '" + container.spec().name()
                        + "' cannot be transferred while it is lost or another operation is in progress.");
    }

    static List<OwnerEvent> noHost(IntentId intent, int registered) {
        return reject(
                intent,
                ErrorCode.NO_HOST,
                registered == 0
                        ? "No host has joined yet, so no container can be created. Ask an administrator."
                        : "No host that can run the container responds at present. Try again later.");
    }

    static List<OwnerEvent> cordoned(IntentId intent, HostName host, Cordon cordon) {
        String reason = cordon.reason() == null ? "" : " (" + cordon.reason() + ")";
        return reject(
                intent,
                ErrorCode.NO_HOST,
                cordon.drainAt() == null
                        ? "The host " + host + " accepts no new containers at present" + reason
                                + ", and your home directories are on it. Try again later, or ask an administrator."
                        : "The host " + host + " is being drained" + reason
                                + ": it accepts no new containers, and its containers are stopped at "
                                + cordon.drainAt() + ". Ask an administrator.");
    }

    static List<OwnerEvent> quota(IntentId intent, QuotaViolation shortage) {
        return List.of(new IntentRejected(intent, ErrorCode.QUOTA_EXCEEDED, sentence(shortage), numbers(shortage)));
    }

    static List<OwnerEvent> tooLarge(IntentId intent, ContainerState container) {
        long most = Objects.requireNonNull(container.spec().limits().diskMiB());
        return List.of(new IntentRejected(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                "Container " + called(container) + " uses " + container.disk()
                        + " MiB outside of your home directories; its limit is "
                        + most + " MiB, so you cannot create anything. Delete files in it over SSH, or remove it."
                        + " Deleted files count after the next measurement, some minutes later.",
                Map.of("used", container.disk(), "limit", most)));
    }

    static Map<String, Long> numbers(QuotaViolation shortage) {
        return Map.of(
                "used", shortage.used(),
                "asked", shortage.asked(),
                "limit", shortage.limit().most());
    }

    /** The message for an exceeded limit: the resource, the limit's origin, and what to do. */
    static String sentence(QuotaViolation shortage) {
        Resource resource = shortage.resource();
        Limit limit = shortage.limit();
        if (resource == Resource.HOME_MIB) {
            return "Your home directories use " + resource.amount(shortage.used()) + " of "
                    + resource.amount(limit.most()) + ", so you cannot create or start a container. The limit is "
                    + limit.whose() + ". " + remedy(resource)
                    + " over SSH in a running container, or ask an administrator for more. Deleted files count after"
                    + " the next measurement, some minutes later.";
        }
        return "You have " + resource.amount(shortage.used()) + " of " + resource.amount(limit.most()) + " "
                + resource.noun() + "; this would add " + resource.amount(shortage.asked()) + ". The limit is "
                + limit.whose() + ". " + remedy(resource) + ", or ask an administrator for more.";
    }

    private static String remedy(Resource resource) {
        return switch (resource) {
            case CONTAINERS -> "Remove a container";
            case RUNNING -> "Stop a container";
            case MILLI_CPUS, MEMORY_MIB -> "Remove a container, request less";
            case PIDS -> "Remove a container";
            case PORTS -> "Remove a container that publishes ports";
            case IMAGES, IMAGE_MIB -> "Remove an image";
            case HOME_MIB -> "Delete files in your home directories";
        };
    }

    static List<OwnerEvent> suspended(IntentId intent, AccountSnapshot account) {
        return reject(intent, ErrorCode.ACCOUNT_SUSPENDED, account.suspensionSentence());
    }

    static List<OwnerEvent> tooManyKeys(IntentId intent, long used, long asked) {
        return List.of(new IntentRejected(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                "An account can have at most " + AccountSnapshot.MOST_KEYS + " keys; this request would result in "
                        + asked
                        + ". Remove keys first.",
                Map.of("used", used, "asked", asked, "limit", (long) AccountSnapshot.MOST_KEYS)));
    }

    static List<OwnerEvent> unknownKey(IntentId intent, AccountSnapshot account, String fingerprint) {
        String known = account.keys().stream().map(PublicKey::fingerprint).collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.UNKNOWN_KEY,
                "The account '" + account.name() + "' has no key with the fingerprint '" + fingerprint + "'. "
                        + (known.isEmpty() ? "The account has no keys." : "Its keys: " + known + "."));
    }

    static List<OwnerEvent> hasImages(IntentId intent, OwnerName owner, List<ImageState> images) {
        String names = images.stream().map(image -> image.name().value()).collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.ACCOUNT_HAS_IMAGES,
                "The account '" + owner + "' has images: " + names
                        + ". Choose whether to remove them, keep them as base images, or transfer them.");
    }

    static List<OwnerEvent> removed(IntentId intent, AccountSnapshot account) {
        return reject(
                intent,
                ErrorCode.ACCOUNT_REMOVED,
                account.isRemoved()
                        ? "The account '" + account.name() + "' was removed. Account names are never reused."
                        : "The account '" + account.name() + "' is being removed. The removal cannot be undone.");
    }

    static List<OwnerEvent> unknownGroup(IntentId intent, GroupName group) {
        return reject(intent, ErrorCode.UNKNOWN_GROUP, "There is no group '" + group + "'. See the list of groups.");
    }

    static List<OwnerEvent> groupOfAll(IntentId intent) {
        return reject(
                intent,
                ErrorCode.BAD_INPUT,
                "All accounts are members of the group 'everybody'. Choose another group, or none.");
    }

    static List<OwnerEvent> ended(IntentId intent, AccountSnapshot account) {
        return reject(
                intent,
                ErrorCode.ACCOUNT_SUSPENDED,
                "The account '" + account.name() + "' expired at " + account.expiresAt()
                        + ". Set a later expiry time, or none, to resume it.");
    }

    static List<OwnerEvent> unknownPreset(IntentId intent, PresetName preset) {
        return reject(
                intent,
                ErrorCode.UNKNOWN_PRESET,
                "There is no preset '" + preset
                        + "' to grant: it does not exist or is retired. See the list of presets.");
    }

    static List<OwnerEvent> nothingToRevoke(IntentId intent, OwnerName owner, PresetName preset) {
        return reject(
                intent,
                ErrorCode.NOT_FOUND,
                "The account '" + owner + "' has no grant of the preset '" + preset + "'.");
    }

    static List<OwnerEvent> presetNotGranted(IntentId intent, PresetName preset, Collection<PresetName> granted) {
        String names = granted.stream().map(PresetName::value).collect(Collectors.joining(", "));
        return reject(
                intent,
                ErrorCode.PRESET_NOT_GRANTED,
                "The preset '" + preset + "' is not available to you. "
                        + (names.isEmpty() ? "You may use no presets at present." : "You may use " + names + ".")
                        + " Ask an administrator for more.");
    }

    static List<OwnerEvent> grantEnded(IntentId intent, ContainerState container, PresetName preset) {
        return reject(
                intent,
                ErrorCode.PRESET_NOT_GRANTED,
                "Container " + called(container) + " cannot be started, because you may no longer use its preset '"
                        + preset
                        + "'. Ask an administrator, or commit the container to an image and create a container without"
                        + " the preset.");
    }

    static List<OwnerEvent> presetFixed(IntentId intent, PresetName preset, String what) {
        return reject(
                intent,
                ErrorCode.PRESET_FIXED,
                "The preset '" + preset + "' sets " + what + ", so the request must not set it. Leave it out.");
    }

    private static List<OwnerEvent> reject(IntentId intent, ErrorCode code, String detail) {
        return List.of(new IntentRejected(intent, code, detail, Map.of()));
    }

    static String called(ContainerState container) {
        return container.sshPort() == null
                ? container.spec().name().value()
                : container.spec().name() + " (" + container.sshPort() + ")";
    }

    private static String state(ContainerState container) {
        boolean settled = container.phase().settled() == container.wanted() && container.phase() != Phase.CREATING;
        if (container.phase() == Phase.LOST && container.wanted() != DesiredStatus.REMOVED) {
            return "lost";
        }
        return switch (container.wanted()) {
            case RUNNING -> settled ? "running" : "being started";
            case STOPPED -> settled ? "stopped" : "being stopped";
            case PAUSED -> settled ? "paused" : "being paused";
            case REMOVED -> "being removed";
        };
    }

    private static String participle(Operation operation) {
        return switch (operation) {
            case CREATE -> "created";
            case START -> "started";
            case STOP -> "stopped";
            case RESTART -> "restarted";
            case PAUSE -> "paused";
            case UNPAUSE -> "unpaused";
            case REMOVE -> "removed";
            case COMMIT -> "committed";
        };
    }
}
