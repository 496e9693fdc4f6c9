package dcm.contract.intent;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Intents about the account of the aggregate {@code owner/NAME}. */
public sealed interface AccountIntent extends OwnerIntent {

    /** Opens the account. Sent by administrators and by the installation. */
    record OpenAccount(
            String displayName,
            Role role,
            List<PublicKey> keys,
            @Nullable String email,
            @Nullable GroupName group,
            @Nullable Instant expiresAt,
            @Nullable Quota quota)
            implements AccountIntent {
        public OpenAccount {
            keys = List.copyOf(keys);
        }

        /** The intent for an account with this profile and without a quota of its own. */
        public static OpenAccount of(Profile profile, List<PublicKey> keys) {
            return of(profile, keys, null);
        }

        /** The intent for an account with this profile. */
        public static OpenAccount of(Profile profile, List<PublicKey> keys, @Nullable Quota quota) {
            return new OpenAccount(
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
     * Changes the account's profile. Null fields stay unchanged.
     *
     * @param cleared the fields to clear
     */
    record ChangeProfile(
            @Nullable String displayName,
            @Nullable Role role,
            @Nullable String email,
            @Nullable GroupName group,
            @Nullable Instant expiresAt,
            Set<Clearable> cleared)
            implements AccountIntent {
        public ChangeProfile {
            cleared = cleared.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(cleared));
        }

        /** Fields that can be cleared. */
        public enum Clearable {
            @JsonProperty("email")
            EMAIL,
            @JsonProperty("group")
            GROUP,
            @JsonProperty("expiresAt")
            EXPIRES_AT
        }

        /** The profile after the change. */
        public Profile appliedTo(Profile before) {
            return new Profile(
                    displayName == null ? before.displayName() : displayName,
                    role == null ? before.role() : role,
                    chosen(Clearable.EMAIL, email, before.email()),
                    chosen(Clearable.GROUP, group, before.group()),
                    chosen(Clearable.EXPIRES_AT, expiresAt, before.expiresAt()));
        }

        private <T> @Nullable T chosen(Clearable what, @Nullable T given, @Nullable T before) {
            return cleared.contains(what) ? null : given == null ? before : given;
        }
    }

    /**
     * Sets a new one-time password, which replaces the current password. No record contains the password; only the
     * administrator who requested it receives it.
     */
    record ResetPassword() implements AccountIntent {}

    /**
     * Removes the account with its containers, homes, keys, network and sign-in. This cannot be undone, and the name is
     * never used again.
     *
     * @param removeImages whether to remove the images too; if false and {@code images} is null, the intent is rejected
     *     while there are images
     * @param images what happens to the images; null: as {@code removeImages} says
     */
    record RemoveAccount(boolean removeImages, @Nullable ImageRemovalPolicy images) implements AccountIntent {}

    /**
     * Sets the account's own limits, which take precedence over those of its group and of everybody. Replaces earlier
     * limits.
     */
    record SetQuota(Quota quota) implements AccountIntent {}

    /**
     * Binds the account to the sign-in that was just used, so that a later change of a claim at the identity provider
     * cannot give the account to another person.
     *
     * @param issuer the token's {@code iss}
     * @param subject the token's {@code sub}
     */
    record BindSignIn(String issuer, String subject) implements AccountIntent {}

    /**
     * Binds the account to another sign-in, also if it is bound already. Sent by administrators and by the
     * installation, when the issuer of tokens changes.
     *
     * @param issuer the {@code iss} of future tokens
     * @param subject the {@code sub} of future tokens
     */
    record RebindSignIn(String issuer, String subject) implements AccountIntent {}

    /** Records that the account's user has signed in to the web console. */
    record RecordSignIn() implements AccountIntent {}

    /** Ends the binding of the account to a sign-in. The next sign-in with the account's name is bound. */
    record ReleaseSignIn() implements AccountIntent {}

    /** Adds SSH keys to the account. Keys that it already has change nothing. */
    record AddKeys(List<PublicKey> keys) implements AccountIntent {
        public AddKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Removes SSH keys.
     *
     * @param fingerprints {@code SHA256:…}
     * @param endSessions whether open sessions end
     */
    record RemoveKeys(List<String> fingerprints, @Nullable Boolean endSessions) implements AccountIntent {
        public RemoveKeys {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /**
     * Replaces all SSH keys of the account.
     *
     * @param endSessions whether open sessions end
     */
    record ReplaceKeys(List<PublicKey> keys, @Nullable Boolean endSessions) implements AccountIntent {
        public ReplaceKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Suspends the account: until it is resumed, it can send no intents, and its keys are rejected everywhere.
     *
     * @param reason a message for the user
     * @param stopContainers whether to stop the account's containers
     * @param endSessions whether open sessions end
     */
    record SuspendAccount(
            @Nullable String reason,
            boolean stopContainers,
            @Nullable Boolean endSessions) implements AccountIntent {}

    /** Ends a suspension. Containers that the suspension stopped stay stopped. */
    record ResumeAccount() implements AccountIntent {}

    /**
     * Permits the account to use a preset. Replaces an earlier grant of the same preset.
     *
     * @param until when the grant ends (exclusive); null: no end date
     * @param note why it was granted
     */
    record GrantPreset(
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountIntent {}

    /** Revokes a grant. Running containers with the preset keep running until they are stopped. */
    record RevokePreset(PresetName preset) implements AccountIntent {}
}
