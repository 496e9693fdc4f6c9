package dcm.contract.snapshot;

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
 * An account as it stands.
 *
 * @param keys with which its person logs in
 * @param signIn null until its person has signed in for the first time
 * @param grants of presets to her alone, those that have ended included
 * @param revokedKeys that were taken away, the newest last, at most {@value #MOST_REVOKED}: no container lets them in, even where a
 *     home still has them
 * @param suspension null while it is not suspended
 * @param group that she is in besides everybody's
 * @param expiresAt from then on it is suspended; null: never
 * @param quota what was said of her alone
 * @param removal null unless it is being removed, or is removed
 * @param sessionsEndedAt logins that were begun before then are to be open no more; null: all may be
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
        @Nullable Removal removal) {
    /** How many keys an account can have. */
    public static final int MOST_KEYS = 100;

    private static final int MOST_REVOKED = 500;

    public AccountSnapshot {
        keys = List.copyOf(keys);
        grants = grants == null ? List.of() : List.copyOf(grants); // records from before there were presets have none
        revokedKeys = revokedKeys == null ? List.of() : List.copyOf(revokedKeys); // nor are these in earlier ones
        quota = quota == null ? Quota.NONE : quota; // nor is this
    }

    /** An account that was just opened. */
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
                null);
    }

    /** What is written down about its person. */
    public Profile profile() {
        return new Profile(displayName, role, email, group, expiresAt);
    }

    /** True while its person may ask for nothing. */
    public boolean suspended() {
        return suspension != null || removal != null;
    }

    /** True once nothing is left of it but its name. */
    public boolean isRemoved() {
        return removal != null && removal.endedAt() != null;
    }

    /** True while it is suspended because its day came. */
    public boolean expired() {
        return suspension != null && suspension.expiredAt() != null;
    }

    /** What its person is told while it is suspended. */
    public String suspensionSentence() {
        if (removal != null) {
            return "Your account is " + (isRemoved() ? "" : "being ") + "removed. Ask an administrator.";
        }
        String reason = suspension == null ? null : suspension.reason();
        return (expired() ? "Your account has ended" : "Your account is suspended")
                + (reason == null ? "" : ": " + reason)
                + ". Ask an administrator.";
    }

    /** With another profile. An account that had only expired has its standing again if it has not by this one. */
    public AccountSnapshot with(Profile profile, Instant now) {
        boolean goesOn = expired() && !profile.hasExpired(now);
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
                removal);
    }

    public AccountSnapshot with(Quota own) {
        return with(keys, revokedKeys, signIn, grants, suspension, own);
    }

    public AccountSnapshot with(SignIn bound) {
        return with(keys, revokedKeys, bound, grants, suspension, quota);
    }

    /** With these keys and no others; those that are taken away by that are revoked, those that are given are not. */
    public AccountSnapshot withKeys(List<PublicKey> given) {
        Set<String> kept = given.stream().map(PublicKey::fingerprint).collect(Collectors.toSet());
        Map<String, PublicKey> revoked = new LinkedHashMap<>();
        Stream.concat(revokedKeys.stream(), keys.stream())
                .filter(key -> !kept.contains(key.fingerprint()))
                .forEach(key -> revoked.put(key.fingerprint(), key));
        List<PublicKey> newest = revoked.values().stream()
                .skip(Math.max(0, revoked.size() - MOST_REVOKED))
                .toList();
        return with(given, newest, signIn, grants, suspension, quota);
    }

    /** With this grant, which replaces another one of the same preset. */
    public AccountSnapshot with(Grant grant) {
        return with(keys, revokedKeys, signIn, Grant.with(grants, grant), suspension, quota);
    }

    public AccountSnapshot without(PresetName preset) {
        return with(keys, revokedKeys, signIn, Grant.without(grants, preset), suspension, quota);
    }

    /** Suspended; it has been since it was first. */
    public AccountSnapshot suspended(@Nullable String reason, Instant now) {
        Instant since = suspension == null || expired() ? now : suspension.since();
        return with(keys, revokedKeys, signIn, grants, new Suspension(reason, since, null), quota);
    }

    /** Suspended because its day came. */
    public AccountSnapshot expired(Instant expiredAt, Instant since) {
        Suspension ended =
                new Suspension("it was open until " + expiredAt.truncatedTo(ChronoUnit.MINUTES), since, expiredAt);
        return with(keys, revokedKeys, signIn, grants, ended, quota);
    }

    public AccountSnapshot resumed() {
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
                removal);
    }

    /** With no login left that was begun before {@code now}. */
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
                removal);
    }

    /** While it is being removed. */
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
                now);
    }

    /** Nothing is left but the name and what keeps others from taking its place. */
    public AccountSnapshot removed(Instant when) {
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
                        begunAt, RemovalStep.SIGN_IN, List.of(), when, null, removal == null ? null : removal.heir()));
    }

    /** A subject of an identity provider. */
    public record SignIn(String issuer, String subject) {}

    /**
     * Why and since when an account is suspended.
     *
     * @param reason for its person to read
     * @param expiredAt the end that was set for it; null if it is suspended for another reason
     */
    public record Suspension(
            @Nullable String reason,
            Instant since,
            @Nullable Instant expiredAt) {}

    /**
     * How far the removal of an account has come.
     *
     * @param step that is under way, or was the last
     * @param waitingFor hosts that have still to confirm it
     * @param endedAt when nothing was left; null before
     * @param obstacle what an administrator has to see to before it goes on; null while it goes on by itself
     * @param heir who gets all that the account has; null: it is removed
     */
    public record Removal(
            Instant begunAt,
            RemovalStep step,
            List<HostName> waitingFor,
            @Nullable Instant endedAt,
            @Nullable String obstacle,
            @Nullable OwnerName heir) {
        public Removal {
            waitingFor = List.copyOf(waitingFor);
        }
    }
}
