package dcm.shell.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account.
 *
 * @param signInIssuer the issuer of the tokens that the account is bound to; empty before the first sign-in
 * @param signInSubject the claim sub of these tokens; empty before the first sign-in
 * @param suspendedSince empty if the account is not suspended
 * @param removal null unless the account is being removed or is removed
 * @param homesMove null unless the home directories are being moved to another host
 * @param oneTimePassword for the first sign-in; only in the response to the request that creates it
 */
public record AccountDocument(
        String name,
        String displayName,
        String role,
        String signInIssuer,
        String signInSubject,
        String group,
        String email,
        List<KeyDocument> keys,
        String expiresAt,
        List<String> warnings,
        String suspendedSince,
        String suspensionReason,
        @Nullable RemovalDocument removal,
        @Nullable HomesMoveDocument homesMove,
        String oneTimePassword) {
    /** Whether the removal of the account is complete. */
    public boolean isRemoved() {
        return removal != null && removal.isComplete();
    }
}
