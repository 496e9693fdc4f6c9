package dcm.user.key;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All keys of an account. */
@Schema(examples = "{\"items\": [" + KeyView.EXAMPLE + "]}")
public record Keys(List<KeyView> items) {

    /**
     * An account's keys, with a warning for each key that another account has too: its holder can act as both accounts.
     *
     * @param accounts all accounts
     */
    public static Keys of(OwnerName owner, List<PublicKey> keys, Collection<AccountSnapshot> accounts) {
        return new Keys(keys.stream()
                .map(key -> KeyView.of(key, warning(owner, key, accounts)))
                .toList());
    }

    private static @Nullable String warning(OwnerName owner, PublicKey key, Collection<AccountSnapshot> accounts) {
        String others = accounts.stream()
                .filter(account -> !account.name().equals(owner))
                .filter(account -> account.keys().stream()
                        .anyMatch(other -> other.fingerprint().equals(key.fingerprint())))
                .map(account -> "'" + account.name() + "'")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? null : "This key also belongs to another account: " + others + ".";
    }
}
