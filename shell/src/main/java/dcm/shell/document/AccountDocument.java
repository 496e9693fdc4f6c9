package dcm.shell.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account.
 *
 * @param suspendedSince empty if the account is not suspended
 * @param removal null unless the account is being removed or is removed
 * @param oneTimePassword for the first sign-in; only in the response to the request that creates it
 */
public record AccountDocument(
        String name,
        String displayName,
        String role,
        String group,
        String email,
        List<KeyDocument> keys,
        String expiresAt,
        List<String> warnings,
        String suspendedSince,
        String suspensionReason,
        @Nullable RemovalDocument removal,
        String oneTimePassword) {
    /** Whether the removal of the account is complete. */
    public boolean isRemoved() {
        return removal != null && removal.isComplete();
    }
}
