package dcm.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.transfer.HomesMove;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The current state of an account.
 *
 * @param keys the account's SSH keys
 * @param signIn null until the user has signed in for the first time
 * @param grants grants to this account only, including those that have ended
 * @param revokedKeys removed keys, the newest last, at most {@value #MAX_REVOKED}; containers reject them even if a
 *     home still contains them
 * @param suspension null while the account is not suspended
 * @param group the account's group, in addition to everybody; null: none
 * @param expiresAt when the account is suspended; null: never
 * @param quota the account's own limits
 * @param removal null unless the account is being removed or is removed
 * @param homesMove the move of the homes to another host; null unless one is in progress
 * @param sessionsEndedAt sessions that began before this time must end; null: no session must end
 */
public record AccountSnapshot(
        OwnerName name,
        String displayName,
        Role role,
        List<PublicKey> keys,
        @Nullable SignIn signIn,
        Instant openedAt,
        List<Grant> grants,
        List<PublicKey> revokedKeys,
        @Nullable Suspension suspension,
        @Nullable String email,
        @Nullable GroupName group,
        @Nullable Instant expiresAt,
        Quota quota,
        @Nullable Instant sessionsEndedAt,
        @Nullable Removal removal,
        @Nullable HomesMove homesMove) {
    /** The maximum number of keys of an account. */
    public static final int MAX_KEYS = 100;

    private static final int MAX_REVOKED = 500;

    public AccountSnapshot {
        keys = List.copyOf(keys);
        grants = grants == null ? List.of() : List.copyOf(grants); // records written before presets existed have none
        revokedKeys = revokedKeys == null ? List.of() : List.copyOf(revokedKeys); // missing in earlier records
        quota = quota == null ? Quota.NONE : quota; // missing in earlier records
    }

    /** A new account. */
    public static AccountSnapshot opened(
            OwnerName name, Profile profile, List<PublicKey> keys, @Nullable Quota quota, Instant when) {
        return new AccountSnapshot(
                name,
                profile.displayName(),
                profile.role(),
                keys,
                null,
                when,
                List.of(),
                List.of(),
                null,
                profile.email(),
                profile.group(),
                profile.expiresAt(),
                quota == null ? Quota.NONE : quota,
                null,
                null,
                null);
    }

    /** The profile of the account. */
    public Profile profile() {
        return new Profile(displayName, role, email, group, expiresAt);
    }

    /** Whether the account can send no intents. */
    @JsonIgnore
    public boolean isSuspended() {
        return suspension != null || removal != null;
    }

    /** Whether the removal is complete. */
    public boolean isRemoved() {
        return removal != null && removal.endedAt() != null;
    }

    /** Whether the account is suspended because it expired. */
    @JsonIgnore
    public boolean isExpired() {
        return suspension != null && suspension.expiredAt() != null;
    }

    /** The message for a user whose account is suspended or removed. */
    public String suspensionSentence() {
        if (removal != null) {
            return "Your account is " + (isRemoved() ? "" : "being ") + "removed. Ask an administrator.";
        }
        String reason = suspension == null ? null : suspension.reason();
        return (isExpired() ? "Your account has expired" : "Your account is suspended")
                + (reason == null ? "" : ": " + reason)
                + ". Ask an administrator.";
    }

    /**
     * With another profile. If the account is suspended because it expired, and the new profile has not expired, the
     * suspension ends.
     */
    public AccountSnapshot with(Profile profile, Instant now) {
        boolean goesOn = isExpired() && !profile.hasExpired(now);
        return new AccountSnapshot(
                name,
                profile.displayName(),
                profile.role(),
                keys,
                signIn,
                openedAt,
                grants,
                revokedKeys,
                goesOn ? null : suspension,
                profile.email(),
                profile.group(),
                profile.expiresAt(),
                quota,
                sessionsEndedAt,
                removal,
                homesMove);
    }

    public AccountSnapshot with(Quota own) {
        return with(keys, revokedKeys, signIn, grants, suspension, own);
    }

    public AccountSnapshot with(SignIn bound) {
        return with(keys, revokedKeys, bound, grants, suspension, quota);
    }

    public AccountSnapshot withoutSignIn() {
        return with(keys, revokedKeys, null, grants, suspension, quota);
    }

    /**
     * With exactly these keys. Keys that are no longer included become revoked; included keys are no longer revoked.
     */
    public AccountSnapshot withKeys(List<PublicKey> given) {
        Set<String> kept = given.stream().map(PublicKey::fingerprint).collect(Collectors.toSet());
        Map<String, PublicKey> revoked = new LinkedHashMap<>();
        Stream.concat(revokedKeys.stream(), keys.stream())
                .filter(key -> !kept.contains(key.fingerprint()))
                .forEach(key -> revoked.put(key.fingerprint(), key));
        List<PublicKey> newest = revoked.values().stream()
                .skip(Math.max(0, revoked.size() - MAX_REVOKED))
                .toList();
        return with(given, newest, signIn, grants, suspension, quota);
    }

    /** A copy with this grant, which replaces a grant of the same preset. */
    public AccountSnapshot with(Grant grant) {
        return with(keys, revokedKeys, signIn, Grant.with(grants, grant), suspension, quota);
    }

    public AccountSnapshot without(PresetName preset) {
        return with(keys, revokedKeys, signIn, Grant.without(grants, preset), suspension, quota);
    }

    /** Suspends the account. If it is suspended already, the time of the suspension stays unchanged. */
    public AccountSnapshot suspend(@Nullable String reason, Instant now) {
        Instant since = suspension == null || isExpired() ? now : suspension.since();
        return with(keys, revokedKeys, signIn, grants, new Suspension(reason, since, null), quota);
    }

    /** Suspends the account because it expired. */
    public AccountSnapshot expire(Instant expiredAt, Instant since) {
        Suspension ended =
                new Suspension("it expired at " + expiredAt.truncatedTo(ChronoUnit.MINUTES), since, expiredAt);
        return with(keys, revokedKeys, signIn, grants, ended, quota);
    }

    public AccountSnapshot resume() {
        return with(keys, revokedKeys, signIn, grants, null, quota);
    }

    private AccountSnapshot with(
            List<PublicKey> nowKeys,
            List<PublicKey> nowRevoked,
            @Nullable SignIn nowSignIn,
            List<Grant> nowGrants,
            @Nullable Suspension nowSuspension,
            Quota nowQuota) {
        return new AccountSnapshot(
                name,
                displayName,
                role,
                nowKeys,
                nowSignIn,
                openedAt,
                nowGrants,
                nowRevoked,
                nowSuspension,
                email,
                group,
                expiresAt,
                nowQuota,
                sessionsEndedAt,
                removal,
                homesMove);
    }

    /** A copy with all sessions ended that began before {@code now}. */
    public AccountSnapshot withoutSessions(Instant now) {
        return new AccountSnapshot(
                name,
                displayName,
                role,
                keys,
                signIn,
                openedAt,
                grants,
                revokedKeys,
                suspension,
                email,
                group,
                expiresAt,
                quota,
                now,
                removal,
                homesMove);
    }

    /** A copy with this progress of its removal. */
    public AccountSnapshot with(Removal now) {
        return new AccountSnapshot(
                name,
                displayName,
                role,
                keys,
                signIn,
                openedAt,
                grants,
                revokedKeys,
                suspension,
                email,
                group,
                expiresAt,
                quota,
                sessionsEndedAt,
                now,
                homesMove);
    }

    /** A copy with this move of its homes; null: none is in progress. */
    public AccountSnapshot moving(@Nullable HomesMove now) {
        return new AccountSnapshot(
                name,
                displayName,
                role,
                keys,
                signIn,
                openedAt,
                grants,
                revokedKeys,
                suspension,
                email,
                group,
                expiresAt,
                quota,
                sessionsEndedAt,
                removal,
                now);
    }

    /** Removes the account. Only the name and what protects it from reuse are kept. */
    public AccountSnapshot remove(Instant when) {
        Instant begunAt = removal == null ? when : removal.begunAt();
        return new AccountSnapshot(
                name,
                name.value(),
                role,
                List.of(),
                signIn,
                openedAt,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                Quota.NONE,
                null,
                new Removal(
                        begunAt,
                        RemovalStep.SIGN_IN,
                        List.of(),
                        when,
                        null,
                        removal == null ? null : removal.successor()),
                null);
    }

    /** A subject of an identity provider. */
    public record SignIn(String issuer, String subject) {}

    /**
     * Why and since when an account is suspended.
     *
     * @param reason a message for the user
     * @param expiredAt when the account expired; null if it is suspended for another reason
     */
    public record Suspension(
            @Nullable String reason,
            Instant since,
            @Nullable Instant expiredAt) {}

    /**
     * The progress of an account's removal.
     *
     * @param step the current step, or the last one
     * @param waitingFor the hosts that must still confirm the step
     * @param endedAt when the removal was complete; null before
     * @param blockedReason what an administrator must do before the removal can continue; null if it continues automatically
     * @param successor the account that gets everything; null: everything is removed
     */
    public record Removal(
            Instant begunAt,
            RemovalStep step,
            List<HostName> waitingFor,
            @Nullable Instant endedAt,
            @JsonProperty("obstacle") @Nullable String blockedReason,
            @JsonProperty("heir") @Nullable OwnerName successor) {
        public Removal {
            waitingFor = List.copyOf(waitingFor);
        }
    }
}
