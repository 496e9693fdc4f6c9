package dcm.contract.desired;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.quota.Quota;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host needs to know of an owner who has containers, images or homes there. The profile, with the person's name and address, is not part of it.
 *
 * @param openedAt distinguishes the account from earlier ones of the same name
 * @param keys the account's SSH keys
 * @param revokedKeys see {@code AccountSnapshot}
 * @param suspended whether every login must fail
 * @param containersRemoved whether the account is being removed and its containers are gone
 * @param group the account's group, for its limits; null: none
 * @param quota the account's own limits
 * @param sessionsEndedAt sessions that began before this time must end; null: no session must end
 * @param loginKeys of the hosts with containers of the account, where there are several hosts
 * @param homesCopy the homes that are being copied from or to the host; null: none
 */
public record DesiredAccount(
        OwnerName owner,
        HostName host,
        Instant openedAt,
        List<PublicKey> keys,
        List<PublicKey> revokedKeys,
        boolean suspended,
        boolean containersRemoved,
        @Nullable GroupName group,
        Quota quota,
        @Nullable Instant sessionsEndedAt,
        List<LoginKeys> loginKeys,
        @Nullable HomesCopy homesCopy)
        implements DesiredState {
    private static final String PREFIX = "account-";

    public DesiredAccount {
        keys = List.copyOf(keys);
        revokedKeys = List.copyOf(revokedKeys);
        loginKeys = List.copyOf(loginKeys);
    }

    /**
     * A copy of an account's homes to another host.
     *
     * @param move the intent that began the move
     * @param homeMiB the size of the homes when the move began; 0 if it is not known
     */
    public record HomesCopy(IntentId move, HostName from, HostName to, long homeMiB) {}

    @Override
    public String key() {
        return key(owner);
    }

    /** The key of the records about an account. */
    public static String key(OwnerName owner) {
        return PREFIX + owner;
    }

    /** Whether a record with this key is a {@link DesiredAccount}. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }

    /** The owner in a key. */
    public static OwnerName owner(String key) {
        return new OwnerName(key.substring(PREFIX.length()));
    }
}
