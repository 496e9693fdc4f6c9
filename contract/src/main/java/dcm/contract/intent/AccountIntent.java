package dcm.contract.intent;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.transfer.ImageFate;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Intents about the account of the aggregate {@code owner/NAME}. */
public sealed interface AccountIntent extends OwnerIntent {

    /** Open the account. Asked by administrators and by the installation itself. */
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

        /** An account with this profile, and no quota of its own. */
        public static OpenAccount of(Profile profile, List<PublicKey> keys) {
            return of(profile, keys, null);
        }

        /** An account with this profile. */
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

        /** What is written down about its person. */
        public Profile profile() {
            return new Profile(displayName, role, email, group, expiresAt);
        }
    }

    /**
     * Write down something else about its person. What is null stays as it is.
     *
     * @param cleared of what nothing is to be written down any more
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

        /** What an account can do without. */
        public enum Clearable {
            @JsonProperty("email")
            EMAIL,
            @JsonProperty("group")
            GROUP,
            @JsonProperty("expiresAt")
            EXPIRES_AT
        }

        /** What is written down then. */
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
     * Let its person sign in with a one-time password that replaces the one she has. The password itself is in no record: whoever
     * asks for this is given it.
     */
    record ResetPassword() implements AccountIntent {}

    /**
     * Remove the account with its containers, homes, keys, network and sign-in. It cannot be undone, and the name is not given again.
     *
     * @param removeImages her images, too; if not, and nothing else is said of them, it is refused while she has some
     * @param images what becomes of her images; null: what {@code removeImages} says
     */
    record RemoveAccount(boolean removeImages, @Nullable ImageFate images) implements AccountIntent {}

    /** Limit the account in this way, whatever its group and everybody is limited to. It replaces what was said before. */
    record SetQuota(Quota quota) implements AccountIntent {}

    /**
     * Bind the account to the sign-in that was just used for it, so that a later change of a claim at the identity
     * provider gives nobody else this account.
     *
     * @param issuer the token's {@code iss}
     * @param subject the token's {@code sub}
     */
    record BindSignIn(String issuer, String subject) implements AccountIntent {}

    /** Let its person log in with these keys, too. Those that she has already change nothing. */
    record AddKeys(List<PublicKey> keys) implements AccountIntent {
        public AddKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Take keys away.
     *
     * @param fingerprints {@code SHA256:…}
     * @param endSessions whether logins that are open end, too
     */
    record RemoveKeys(List<String> fingerprints, @Nullable Boolean endSessions) implements AccountIntent {
        public RemoveKeys {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /**
     * Let its person log in with these keys and no others.
     *
     * @param endSessions whether logins that are open end, too
     */
    record ReplaceKeys(List<PublicKey> keys, @Nullable Boolean endSessions) implements AccountIntent {
        public ReplaceKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Let its person ask for nothing, and its keys in nowhere, until the account is resumed.
     *
     * @param reason for her to read
     * @param stopContainers whether her containers are stopped, too
     * @param endSessions whether logins that are open end, too
     */
    record SuspendAccount(
            @Nullable String reason,
            boolean stopContainers,
            @Nullable Boolean endSessions) implements AccountIntent {}

    /** End a suspension. Containers that were stopped by it stay stopped. */
    record ResumeAccount() implements AccountIntent {}

    /**
     * Let the account use a preset. Asked again, it replaces the earlier grant.
     *
     * @param until from then on it is permitted no more; null: until it is revoked
     * @param note why
     */
    record GrantPreset(
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountIntent {}

    /** Let the account use a preset no more. What runs with it goes on until it is stopped. */
    record RevokePreset(PresetName preset) implements AccountIntent {}
}
