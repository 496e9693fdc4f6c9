package dcm.contract.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The data about an account that administrators maintain.
 *
 * @param group the account's group, in addition to {@link GroupName#EVERYBODY}; null: none
 * @param expiresAt when the account is suspended; null: never
 */
public record Profile(
        String displayName,
        Role role,
        @Nullable String email,
        @Nullable GroupName group,
        @Nullable Instant expiresAt) {

    /** A profile with a display name and a role only. */
    public static Profile of(String displayName, Role role) {
        return new Profile(displayName, role, null, null, null);
    }

    /** Whether the account has expired at this time. */
    public boolean hasExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
