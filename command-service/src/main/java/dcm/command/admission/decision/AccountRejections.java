package dcm.command.admission.decision;

import dcm.command.admission.state.ImageState;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rejections of intents about accounts. */
public final class AccountRejections {
    private AccountRejections() {}

    public static List<OwnerEvent> noAccount(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent, ErrorCode.NO_ACCOUNT, "There is no account '" + owner + "'. Ask an administrator to open one.");
    }

    public static List<OwnerEvent> accountExists(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent,
                ErrorCode.ACCOUNT_EXISTS,
                "The account name '" + owner
                        + "' is already used. Account names are never reused. Choose another name.");
    }

    public static List<OwnerEvent> removed(IntentId intent, AccountSnapshot account) {
        return Rejections.reject(
                intent,
                ErrorCode.ACCOUNT_REMOVED,
                account.isRemoved()
                        ? "The account '" + account.name() + "' was removed. Account names are never reused."
                        : "The account '" + account.name() + "' is being removed. The removal cannot be undone.");
    }

    public static List<OwnerEvent> suspended(IntentId intent, AccountSnapshot account) {
        return Rejections.reject(intent, ErrorCode.ACCOUNT_SUSPENDED, account.suspensionSentence());
    }

    public static List<OwnerEvent> expired(IntentId intent, AccountSnapshot account) {
        return Rejections.reject(
                intent,
                ErrorCode.ACCOUNT_SUSPENDED,
                "The account '" + account.name() + "' expired at " + account.expiresAt()
                        + ". Set a later expiry time, or none, to resume it.");
    }

    public static List<OwnerEvent> signInTaken(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent,
                ErrorCode.SIGN_IN_TAKEN,
                "The account '" + owner + "' is bound to another user of the identity provider. Ask an administrator.");
    }

    public static List<OwnerEvent> tooManyKeys(IntentId intent, long used, long asked) {
        return List.of(new IntentRejected(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                "An account can have at most " + AccountSnapshot.MAX_KEYS + " keys; this request would result in "
                        + asked
                        + ". Remove keys first.",
                Map.of("used", used, "asked", asked, "limit", (long) AccountSnapshot.MAX_KEYS)));
    }

    public static List<OwnerEvent> keysTooLong(IntentId intent, long asked) {
        return List.of(new IntentRejected(
                intent,
                ErrorCode.QUOTA_EXCEEDED,
                "All keys of an account together can have at most " + AccountSnapshot.MAX_KEY_CHARACTERS
                        + " characters; this request would result in " + asked + ". Use ed25519 keys, which are short.",
                Map.of("asked", asked, "limit", (long) AccountSnapshot.MAX_KEY_CHARACTERS)));
    }

    public static List<OwnerEvent> unknownKey(IntentId intent, AccountSnapshot account, String fingerprint) {
        String known = account.keys().stream().map(PublicKey::fingerprint).collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.UNKNOWN_KEY,
                "The account '" + account.name() + "' has no key with the fingerprint '" + fingerprint + "'. "
                        + (known.isEmpty() ? "The account has no keys." : "Its keys: " + known + "."));
    }

    public static List<OwnerEvent> hasImages(IntentId intent, OwnerName owner, List<ImageState> images) {
        String names = images.stream().map(image -> image.name().value()).collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.ACCOUNT_HAS_IMAGES,
                "The account '" + owner + "' has images: " + names
                        + ". Choose whether to remove them, keep them as base images, or transfer them.");
    }

    public static List<OwnerEvent> unknownGroup(IntentId intent, GroupName group) {
        return Rejections.reject(
                intent, ErrorCode.UNKNOWN_GROUP, "There is no group '" + group + "'. See the list of groups.");
    }

    public static List<OwnerEvent> memberOfEverybody(IntentId intent) {
        return Rejections.reject(
                intent,
                ErrorCode.BAD_INPUT,
                "All accounts are members of the group 'everybody'. Choose another group, or none.");
    }

    public static List<OwnerEvent> unknownPreset(IntentId intent, PresetName preset) {
        return Rejections.reject(
                intent,
                ErrorCode.UNKNOWN_PRESET,
                "There is no preset '" + preset
                        + "' to grant: it does not exist or is retired. See the list of presets.");
    }

    public static List<OwnerEvent> nothingToRevoke(IntentId intent, OwnerName owner, PresetName preset) {
        return Rejections.reject(
                intent,
                ErrorCode.NOT_FOUND,
                "The account '" + owner + "' has no grant of the preset '" + preset + "'.");
    }
}
