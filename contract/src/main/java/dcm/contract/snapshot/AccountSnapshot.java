package dcm.contract.snapshot;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands.
 *
 * @param signIn null until its person has signed in for the first time
 * @param grants of presets, those that have ended included
 */
public record AccountSnapshot(
        OwnerName name,
        String displayName,
        Role role,
        List<PublicKey> keys,
        @Nullable SignIn signIn,
        Instant openedAt,
        List<Grant> grants) {
    public AccountSnapshot {
        keys = List.copyOf(keys);
        grants = grants == null ? List.of() : List.copyOf(grants); // records from before there were presets have none
    }

    /** The grant that permits the use of a preset at this time. */
    public Optional<Grant> grant(PresetName preset, Instant now) {
        return grants.stream()
                .filter(grant -> grant.preset().equals(preset) && grant.isValid(now))
                .findFirst();
    }

    public AccountSnapshot with(SignIn signIn) {
        return new AccountSnapshot(name, displayName, role, keys, signIn, openedAt, grants);
    }

    /** With this grant, which replaces another one of the same preset. */
    public AccountSnapshot with(Grant grant) {
        List<Grant> all = Stream.concat(without(grant.preset()).grants().stream(), Stream.of(grant))
                .sorted(Comparator.comparing(Grant::preset))
                .toList();
        return new AccountSnapshot(name, displayName, role, keys, signIn, openedAt, all);
    }

    public AccountSnapshot without(PresetName preset) {
        List<Grant> others =
                grants.stream().filter(grant -> !grant.preset().equals(preset)).toList();
        return new AccountSnapshot(name, displayName, role, keys, signIn, openedAt, others);
    }

    /** A subject of an identity provider. */
    public record SignIn(String issuer, String subject) {}
}
