package dcm.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.LoginKeys;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
 * @param loginKeys of the hosts with containers of the account, where there are several hosts; null: none
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
        @Nullable HomesMove homesMove,
        @Nullable List<LoginKeys> loginKeys) {
    /** The maximum number of keys of an account. */
    public static final int MAX_KEYS = 100;

    /** The maximum length of all keys together, so that a record with the account never becomes too large for the log. */
    public static final int MAX_KEY_CHARACTERS = 128 * 1024;

    private static final int MAX_REVOKED = 500;

    public AccountSnapshot {
        keys = List.copyOf(keys);
        grants = grants == null ? List.of() : List.copyOf(grants); // records written before presets existed have none
        revokedKeys = revokedKeys == null ? List.of() : List.copyOf(revokedKeys); // missing in earlier records
        loginKeys = loginKeys == null ? null : List.copyOf(loginKeys);
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
        return copy(changed -> {
            changed.displayName = profile.displayName();
            changed.role = profile.role();
            changed.suspension = goesOn ? null : suspension;
            changed.email = profile.email();
            changed.group = profile.group();
            changed.expiresAt = profile.expiresAt();
        });
    }

    public AccountSnapshot with(Quota own) {
        return copy(changed -> changed.quota = own);
    }

    public AccountSnapshot with(SignIn bound) {
        return copy(changed -> changed.signIn = bound);
    }

    public AccountSnapshot withoutSignIn() {
        return copy(changed -> changed.signIn = null);
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
        return copy(changed -> {
            changed.keys = given;
            changed.revokedKeys = latest(List.copyOf(revoked.values()));
        });
    }

    private static List<PublicKey> latest(List<PublicKey> revoked) {
        int first = revoked.size();
        int characters = 0;
        while (first > 0 && revoked.size() - first < MAX_REVOKED) {
            characters += revoked.get(first - 1).line().length();
            if (characters > MAX_KEY_CHARACTERS) {
                break;
            }
            first--;
        }
        return revoked.subList(first, revoked.size());
    }

    /** A copy with this grant, which replaces a grant of the same preset. */
    public AccountSnapshot with(Grant grant) {
        return copy(changed -> changed.grants = Grant.with(grants, grant));
    }

    public AccountSnapshot without(PresetName preset) {
        return copy(changed -> changed.grants = Grant.without(grants, preset));
    }

    /** Suspends the account. If it is suspended already, the time of the suspension stays unchanged. */
    public AccountSnapshot suspend(@Nullable String reason, Instant now) {
        Instant since = suspension == null || isExpired() ? now : suspension.since();
        return copy(changed -> changed.suspension = new Suspension(reason, since, null));
    }

    /** Suspends the account because it expired. */
    public AccountSnapshot expire(Instant expiredAt, Instant since) {
        String reason = "it expired at " + expiredAt.truncatedTo(ChronoUnit.MINUTES);
        return copy(changed -> changed.suspension = new Suspension(reason, since, expiredAt));
    }

    public AccountSnapshot resume() {
        return copy(changed -> changed.suspension = null);
    }

    /** A copy with all sessions ended that began before {@code now}. */
    public AccountSnapshot withoutSessions(Instant now) {
        return copy(changed -> changed.sessionsEndedAt = now);
    }

    /** What a host with containers, images or homes of the account needs to know of it. */
    public DesiredAccount forHost(HostName host) {
        return new DesiredAccount(
                name,
                host,
                openedAt,
                keys,
                revokedKeys,
                isSuspended(),
                removal != null && removal.step().compareTo(RemovalStep.CONTAINERS) > 0,
                group,
                quota,
                sessionsEndedAt,
                loginKeysOfHosts().toList(),
                homesMove == null || !homesMove.copiesFrom(host) && !homesMove.copiesTo(host)
                        ? null
                        : new HomesCopy(homesMove.move(), homesMove.from(), homesMove.to(), homesMove.homeMiB()));
    }

    /** A copy with this progress of its removal. */
    public AccountSnapshot with(Removal now) {
        return copy(changed -> changed.removal = now);
    }

    /** A copy with this move of its homes; null: none is in progress. */
    public AccountSnapshot moving(@Nullable HomesMove now) {
        return copy(changed -> changed.homesMove = now);
    }

    /** Removes the account. Only the name and what protects it from reuse are kept. */
    public AccountSnapshot remove(Instant when) {
        Instant begunAt = removal == null ? when : removal.begunAt();
        OwnerName successor = removal == null ? null : removal.successor();
        return copy(changed -> {
            changed.displayName = name.value();
            changed.keys = List.of();
            changed.grants = List.of();
            changed.revokedKeys = List.of();
            changed.suspension = null;
            changed.email = null;
            changed.group = null;
            changed.expiresAt = null;
            changed.quota = Quota.NONE;
            changed.sessionsEndedAt = null;
            changed.removal = new Removal(begunAt, RemovalStep.SIGN_IN, List.of(), when, null, successor);
            changed.homesMove = null;
            changed.loginKeys = null;
        });
    }

    /** A copy with these keys of one host instead of its earlier ones. */
    public AccountSnapshot with(LoginKeys keys) {
        return withLoginKeys(Stream.concat(
                        loginKeysOfHosts().filter(other -> !other.host().equals(keys.host())), Stream.of(keys))
                .sorted(Comparator.comparing(LoginKeys::host))
                .toList());
    }

    /** A copy with the keys of these hosts only. */
    public AccountSnapshot withLoginKeysOf(Set<HostName> hosts) {
        return loginKeysOfHosts().allMatch(keys -> hosts.contains(keys.host()))
                ? this
                : withLoginKeys(loginKeysOfHosts()
                        .filter(keys -> hosts.contains(keys.host()))
                        .toList());
    }

    /** The keys of hosts with containers of the account, by host. */
    public Stream<LoginKeys> loginKeysOfHosts() {
        return loginKeys == null ? Stream.of() : loginKeys.stream();
    }

    private AccountSnapshot withLoginKeys(List<LoginKeys> now) {
        return copy(changed -> changed.loginKeys = now.isEmpty() ? null : now);
    }

    private AccountSnapshot copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** The fields of a copy, some of which change. */
    private static final class Copy {
        private final OwnerName name;
        private final Instant openedAt;
        private String displayName;
        private Role role;
        private List<PublicKey> keys;
        private @Nullable SignIn signIn;
        private List<Grant> grants;
        private List<PublicKey> revokedKeys;
        private @Nullable Suspension suspension;
        private @Nullable String email;
        private @Nullable GroupName group;
        private @Nullable Instant expiresAt;
        private Quota quota;
        private @Nullable Instant sessionsEndedAt;
        private @Nullable Removal removal;
        private @Nullable HomesMove homesMove;
        private @Nullable List<LoginKeys> loginKeys;

        private Copy(AccountSnapshot account) {
            this.name = account.name;
            this.openedAt = account.openedAt;
            this.displayName = account.displayName;
            this.role = account.role;
            this.keys = account.keys;
            this.signIn = account.signIn;
            this.grants = account.grants;
            this.revokedKeys = account.revokedKeys;
            this.suspension = account.suspension;
            this.email = account.email;
            this.group = account.group;
            this.expiresAt = account.expiresAt;
            this.quota = account.quota;
            this.sessionsEndedAt = account.sessionsEndedAt;
            this.removal = account.removal;
            this.homesMove = account.homesMove;
            this.loginKeys = account.loginKeys;
        }

        private AccountSnapshot done() {
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
                    homesMove,
                    loginKeys);
        }
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
