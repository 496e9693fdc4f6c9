package dcm.contract.event;

import dcm.contract.identity.Actor;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** These are the account's keys from now on, all of them. */
    record KeysChanged(IntentId intent, List<PublicKey> keys) implements AccountEvent {
        public KeysChanged {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Its person may ask for nothing, and its keys are let in nowhere.
     *
     * @param reason for her to read
     */
    record AccountSuspended(IntentId intent, @Nullable String reason) implements AccountEvent {}

    record AccountResumed(IntentId intent) implements AccountEvent {}

    /**
     * The account may use a preset. It replaces an earlier grant of the same.
     *
     * @param until from then on no more; null: until it is revoked
     * @param note why
     */
    record PresetGranted(
            IntentId intent,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountEvent {}

    /** The account may not use the preset any more. */
    record PresetRevoked(IntentId intent, PresetName preset) implements AccountEvent {}
}
