package dcm.contract.snapshot;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands.
 *
 * @param signIn null until its person has signed in for the first time
 */
public record AccountSnapshot(
        OwnerName name,
        String displayName,
        Role role,
        List<PublicKey> keys,
        @Nullable SignIn signIn,
        Instant openedAt) {
    public AccountSnapshot {
        keys = List.copyOf(keys);
    }

    /** A subject of an identity provider. */
    public record SignIn(String issuer, String subject) {}
}
