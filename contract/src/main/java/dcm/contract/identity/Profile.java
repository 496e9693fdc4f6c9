package dcm.contract.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What administrators write down about an account's person.
 *
 * @param group that she is in besides {@link GroupName#EVERYBODY}
 * @param expiresAt from then on the account is suspended; null: never
 */
public record Profile(
        String displayName,
        Role role,
        @Nullable String email,
        @Nullable GroupName group,
        @Nullable Instant expiresAt) {

    /** A name and a role, and nothing else. */
    public static Profile of(String displayName, Role role) {
        return new Profile(displayName, role, null, null, null);
    }

    /** True from the moment on at which the account ends. */
    public boolean hasExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
