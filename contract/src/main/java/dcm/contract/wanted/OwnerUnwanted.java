package dcm.contract.wanted;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/** Nothing is to be left on {@code host} of an owner's homes, keys and network. */
public record OwnerUnwanted(OwnerName owner, HostName host) implements Wanted {
    private static final String PREFIX = "owner-";

    @Override
    public String key() {
        return key(owner, host);
    }

    /** The key of the record about an owner on a host: partitions are shared between hosts. */
    public static String key(OwnerName owner, HostName host) {
        return PREFIX + owner + "@" + host;
    }

    /** True for a key of this kind of record. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }
}
