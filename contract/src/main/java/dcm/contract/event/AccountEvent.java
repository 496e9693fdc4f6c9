package dcm.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about an account. */
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

        /** The event for an account with this profile. */
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

        /** The profile of the account. */
        public Profile profile() {
            return new Profile(displayName, role, email, group, expiresAt);
        }
    }

    /**
     * The profile changed. If the account was suspended only because it had expired, and the new profile has not
     * expired, the suspension ends.
     */
    record ProfileChanged(IntentId intent, Profile profile) implements AccountEvent {}

    /** The user gets a new one-time password, which replaces the current password. No record contains it. */
    record PasswordReset(IntentId intent) implements AccountEvent {}

    /**
     * The removal of the account began. The account can send no more intents and is removed step by step.
     *
     * @param images what happens to the account's images; null: remove them, if any
     * @param successor the account that gets the containers and homes; null: remove them
     */
    record AccountRemovalBegun(
            IntentId intent,
            boolean removeImages,
            @Nullable ImageRemovalPolicy images,
            @JsonProperty("heir") @Nullable OwnerName successor)
            implements AccountEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The decision about the remaining images of an account under removal changed. */
    record ImageRemovalPolicyChanged(IntentId intent, ImageRemovalPolicy images) implements AccountEvent {}

    /**
     * The removal reached a step, because everything that earlier steps remove is gone.
     *
     * @param hosts the hosts that must confirm this step; empty if none must
     */
    record RemovalAdvanced(IntentId intent, RemovalStep step, List<HostPartition> hosts) implements AccountEvent {
        public RemovalAdvanced {
            hosts = List.copyOf(hosts);
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** An event about the owner's homes on a host. It answers no intent. */
    sealed interface HomeEvent extends AccountEvent {
        HostName host();

        @Override
        default @Nullable IntentId intent() {
            return null;
        }

        @Override
        default boolean endsIntent() {
            return false;
        }
    }

    /** A host confirmed that it has nothing left of the owner's homes, keys and network. */
    record StorageRemoved(HostName host) implements HomeEvent {}

    /**
     * The measured size of the owner's homes on a host.
     *
     * @param mebibytes disk usage in MiB
     * @param enforced whether the host's filesystem enforces the owner's quota; null: no
     */
    record HomesMeasured(
            HostName host, long mebibytes, @Nullable Boolean enforced) implements HomeEvent {}

    /**
     * A host with homes of the owner was removed permanently, and the homes with it. Shared homes remain on the other
     * hosts: {@link HomesMeasured} of one of these follows.
     */
    record HomesLost(HostName host) implements HomeEvent {}

    /** A host published the keys with which the account's containers there log in to those on other hosts. It answers no intent. */
    record LoginKeysPublished(LoginKeys keys) implements AccountEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The account is completely removed. Its name is never used again. */
    record AccountRemoved(IntentId intent) implements AccountEvent {}

    /** The account has its own limits, which take precedence over those of its group and of everybody. */
    record QuotaSet(IntentId intent, Quota quota) implements AccountEvent {}

    /** The account expired. It is suspended until its end is moved. */
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

    /** The account is bound to this subject of this issuer. Other sign-ins are rejected. */
    record SignInBound(IntentId intent, String issuer, String subject) implements AccountEvent {}

    /** The account's user has signed in to the web console. */
    record SignedIn(IntentId intent) implements AccountEvent {}

    /** The account is bound to no sign-in. The next sign-in with its name is bound. */
    record SignInReleased(IntentId intent) implements AccountEvent {}

    /**
     * The account's keys changed; {@code keys} is the complete new list.
     *
     * @param endSessions whether open sessions end
     */
    record KeysChanged(
            IntentId intent, List<PublicKey> keys, @Nullable Boolean endSessions) implements AccountEvent {
        public KeysChanged {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The account is suspended. It can send no intents, and its keys are rejected everywhere.
     *
     * @param reason a message for the user
     * @param endSessions whether open sessions end
     */
    record AccountSuspended(
            IntentId intent,
            @Nullable String reason,
            @Nullable Boolean endSessions) implements AccountEvent {}

    record AccountResumed(IntentId intent) implements AccountEvent {}

    /**
     * The account may use a preset. The grant replaces an earlier grant of the same preset.
     *
     * @param until when the grant ends (exclusive); null: no end date
     * @param note why it was granted
     */
    record PresetGranted(
            IntentId intent,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountEvent {}

    /** The account may no longer use the preset. */
    record PresetRevoked(IntentId intent, PresetName preset) implements AccountEvent {}
}
