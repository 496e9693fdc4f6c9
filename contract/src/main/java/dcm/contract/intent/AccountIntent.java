package dcm.contract.intent;

import dcm.contract.identity.Actor;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.preset.PresetName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the account of the aggregate {@code owner/NAME}. */
public sealed interface AccountIntent extends OwnerIntent {

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

    /** Let its person log in with these keys, too. Those that she has already change nothing. */
    record AddKeys(List<PublicKey> keys) implements AccountIntent {
        public AddKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Take keys away.
     *
     * @param fingerprints {@code SHA256:…}
     */
    record RemoveKeys(List<String> fingerprints) implements AccountIntent {
        public RemoveKeys {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /** Let its person log in with these keys and no others. */
    record ReplaceKeys(List<PublicKey> keys) implements AccountIntent {
        public ReplaceKeys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Let its person ask for nothing, and its keys in nowhere, until the account is resumed.
     *
     * @param reason for her to read
     * @param stopContainers whether her containers are stopped, too
     */
    record SuspendAccount(@Nullable String reason, boolean stopContainers) implements AccountIntent {}

    /** End a suspension. Containers that were stopped by it stay stopped. */
    record ResumeAccount() implements AccountIntent {}

    /**
     * Let the account use a preset. Asked again, it replaces the earlier grant.
     *
     * @param until from then on it is permitted no more; null: until it is revoked
     * @param note why
     */
    record GrantPreset(
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements AccountIntent {}

    /** Let the account use a preset no more. What runs with it goes on until it is stopped. */
    record RevokePreset(PresetName preset) implements AccountIntent {}
}
