package dcm.contract.event;

import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPlace;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.transfer.ImageFate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about an account. */
public sealed interface AccountEvent extends OwnerEvent {

    @Override
    default boolean endsIntent() {
        return true;
    }

    record AccountOpened(
            IntentId intent,
            String displayName,
            Role role,
            List<PublicKey> keys,
            @Nullable String email,
            @Nullable GroupName group,
            @Nullable Instant expiresAt,
            @Nullable Quota quota)
            implements AccountEvent {
        public AccountOpened {
            keys = List.copyOf(keys);
        }

        /** An account with this profile. */
        public static AccountOpened of(IntentId intent, Profile profile, List<PublicKey> keys, @Nullable Quota quota) {
            return new AccountOpened(
                    intent,
                    profile.displayName(),
                    profile.role(),
                    keys,
                    profile.email(),
                    profile.group(),
                    profile.expiresAt(),
                    quota);
        }

        /** What is written down about its person. */
        public Profile profile() {
            return new Profile(displayName, role, email, group, expiresAt);
        }
    }

    /** This is written down about its person from now on. If the account had only expired, and does not by this, it has its standing again. */
    record ProfileChanged(IntentId intent, Profile profile) implements AccountEvent {}

    /** Its person is given a one-time password that replaces the one she had. It is in no record. */
    record PasswordReset(IntentId intent) implements AccountEvent {}

    /**
     * From now on its person may ask for nothing, and the account is removed step by step.
     *
     * @param images what becomes of her images; null: they are removed, if there are some
     * @param heir who gets her containers and homes; null: they are removed
     */
    record AccountRemovalBegun(
            IntentId intent,
            boolean removeImages,
            @Nullable ImageFate images,
            @Nullable OwnerName heir) implements AccountEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** Of an account that is being removed: from now on this becomes of the images that are left. */
    record ImageFateChanged(IntentId intent, ImageFate images) implements AccountEvent {}

    /**
     * Nothing is left of what the steps before remove.
     *
     * @param hosts that have to confirm this step; empty where none has
     */
    record RemovalAdvanced(IntentId intent, RemovalStep step, List<HostPlace> hosts) implements AccountEvent {
        public RemovalAdvanced {
            hosts = List.copyOf(hosts);
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** A host confirmed that it has nothing left of her homes, keys and network. */
    record StorageRemoved(HostName host) implements AccountEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * So much is in her homes on a host.
     *
     * @param mebibytes on the disk
     * @param enforced whether the filesystem lets her write no more there than her quota allows; null: it does not
     */
    record HomesMeasured(
            HostName host, long mebibytes, @Nullable Boolean enforced) implements AccountEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The host that had homes of hers is gone for good, and they with it. */
    record HomesLost(HostName host) implements AccountEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** Nothing is left of the account but its name, which is not given again. */
    record AccountRemoved(IntentId intent) implements AccountEvent {}

    /** The account is limited in this way from now on, whatever its group and everybody is limited to. */
    record QuotaSet(IntentId intent, Quota quota) implements AccountEvent {}

    /** The day came on which the account ends: it is suspended until it is given another one. */
    record AccountExpired(Instant expiredAt) implements AccountEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** From now on the account belongs to this subject of this issuer alone. */
    record SignInBound(IntentId intent, String issuer, String subject) implements AccountEvent {}

    /**
     * These are the account's keys from now on, all of them.
     *
     * @param endSessions whether logins that were open end
     */
    record KeysChanged(
            IntentId intent, List<PublicKey> keys, @Nullable Boolean endSessions) implements AccountEvent {
        public KeysChanged {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Its person may ask for nothing, and its keys are let in nowhere.
     *
     * @param reason for her to read
     * @param endSessions whether logins that were open end
     */
    record AccountSuspended(
            IntentId intent,
            @Nullable String reason,
            @Nullable Boolean endSessions) implements AccountEvent {}

    record AccountResumed(IntentId intent) implements AccountEvent {}

    /**
     * The account may use a preset. It replaces an earlier grant of the same.
     *
     * @param until from then on no more; null: until it is revoked
     * @param note why
     */
    record PresetGranted(
            IntentId intent,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountEvent {}

    /** The account may not use the preset any more. */
    record PresetRevoked(IntentId intent, PresetName preset) implements AccountEvent {}
}
