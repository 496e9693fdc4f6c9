package dcm.contract.snapshot;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands.
 *
 * @param keys with which its person logs in
 * @param signIn null until its person has signed in for the first time
 * @param grants of presets, those that have ended included
 * @param revokedKeys that were taken away, the newest last, at most {@value #MOST_REVOKED}: no container lets them in, even where a
 *     home still has them
 * @param suspension null while it is not suspended
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
        @Nullable Suspension suspension) {
    /** How many keys an account can have. */
    public static final int MOST_KEYS = 100;

    private static final int MOST_REVOKED = 500;

    public AccountSnapshot {
        keys = List.copyOf(keys);
        grants = grants == null ? List.of() : List.copyOf(grants); // records from before there were presets have none
        revokedKeys = revokedKeys == null ? List.of() : List.copyOf(revokedKeys); // nor are these in earlier ones
    }

    /** An account that was just opened. */
    public static AccountSnapshot opened(
            OwnerName name, String displayName, Role role, List<PublicKey> keys, Instant when) {
        return new AccountSnapshot(name, displayName, role, keys, null, when, List.of(), List.of(), null);
    }

    /** True while its person may ask for nothing. */
    public boolean suspended() {
        return suspension != null;
    }

    /** What its person is told while it is suspended. */
    public String suspensionSentence() {
        String reason = suspension == null ? null : suspension.reason();
        return "Your account is suspended" + (reason == null ? "" : ": " + reason) + ". Ask an administrator.";
    }

    /** The grant that permits the use of a preset at this time. */
    public Optional<Grant> grant(PresetName preset, Instant now) {
        return grants.stream()
                .filter(grant -> grant.preset().equals(preset) && grant.isValid(now))
                .findFirst();
    }

    public AccountSnapshot with(SignIn bound) {
        return new AccountSnapshot(name, displayName, role, keys, bound, openedAt, grants, revokedKeys, suspension);
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
        return new AccountSnapshot(name, displayName, role, given, signIn, openedAt, grants, newest, suspension);
    }

    /** With this grant, which replaces another one of the same preset. */
    public AccountSnapshot with(Grant grant) {
        return withGrants(Stream.concat(without(grant.preset()).grants().stream(), Stream.of(grant))
                .sorted(Comparator.comparing(Grant::preset))
                .toList());
    }

    public AccountSnapshot without(PresetName preset) {
        return withGrants(
                grants.stream().filter(grant -> !grant.preset().equals(preset)).toList());
    }

    private AccountSnapshot withGrants(List<Grant> all) {
        return new AccountSnapshot(name, displayName, role, keys, signIn, openedAt, all, revokedKeys, suspension);
    }

    public AccountSnapshot suspended(@Nullable String reason, Instant since) {
        return with(new Suspension(reason, since));
    }

    public AccountSnapshot resumed() {
        return with((Suspension) null);
    }

    private AccountSnapshot with(@Nullable Suspension now) {
        return new AccountSnapshot(name, displayName, role, keys, signIn, openedAt, grants, revokedKeys, now);
    }

    /** A subject of an identity provider. */
    public record SignIn(String issuer, String subject) {}

    /**
     * Why and since when an account is suspended.
     *
     * @param reason for its person to read
     */
    public record Suspension(@Nullable String reason, Instant since) {}
}
