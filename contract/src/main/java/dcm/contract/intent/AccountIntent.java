package dcm.contract.intent;

import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import java.util.List;

/** Intents about the account of the aggregate {@code owner/NAME}. */
public sealed interface AccountIntent extends Intent {

    /** Open the account. Asked by administrators and by the installation itself. */
    record OpenAccount(String displayName, Role role, List<PublicKey> keys) implements AccountIntent {
        public OpenAccount {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Bind the account to the sign-in that was just used for it, so that a later change of a claim at the identity
     * provider gives nobody else this account.
     *
     * @param issuer the token's {@code iss}
     * @param subject the token's {@code sub}
     */
    record BindSignIn(String issuer, String subject) implements AccountIntent {}
}
