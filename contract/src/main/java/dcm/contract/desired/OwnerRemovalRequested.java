package dcm.contract.desired;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/** Nothing may be left on {@code host} of an owner's homes, keys and network. */
public record OwnerRemovalRequested(OwnerName owner, HostName host) implements OwnerRemoval {
    private static final String PREFIX = "owner-";

    @Override
    public String key() {
        return key(owner, host);
    }

    /** The key of the record about an owner on a host. It contains the host, because hosts can share a partition. */
    public static String key(OwnerName owner, HostName host) {
        return PREFIX + owner + "@" + host;
    }

    /** Whether a record with this key is about an owner's storage. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }
}
