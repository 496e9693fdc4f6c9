package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import java.util.List;

/** Facts about an account. */
public sealed interface AccountEvent extends OwnerEvent {

    @Override
    default boolean endsIntent() {
        return true;
    }

    record AccountOpened(IntentId intent, String displayName, Role role, List<PublicKey> keys) implements AccountEvent {
        public AccountOpened {
            keys = List.copyOf(keys);
        }
    }

    /** From now on the account belongs to this subject of this issuer alone. */
    record SignInBound(IntentId intent, String issuer, String subject) implements AccountEvent {}
}
