package dcm.command.admission.stream;

import dcm.command.admission.state.OwnerState;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which owners have containers, images or homes on a host. A part of admission's state whose keys sort by host. */
final class PlaceIndex {
    private static final String ON = "on/";
    private static final byte[] PRESENT = {};

    private final KeyValueTable table;

    PlaceIndex(KeyValueTable table) {
        this.table = table;
    }

    /** Takes over what differs between two states of an owner. */
    void update(OwnerState before, OwnerState after) {
        Set<HostName> left = before.hosts();
        Set<HostName> now = after.hosts();
        left.stream().filter(host -> !now.contains(host)).forEach(host -> table.delete(key(host, after.owner())));
        now.stream().filter(host -> !left.contains(host)).forEach(host -> table.put(key(host, after.owner()), PRESENT));
    }

    /** The owners with something on a host, by name. */
    List<OwnerName> on(HostName host) {
        List<OwnerName> owners = new ArrayList<>();
        String prefix = prefix(host);
        table.scan(prefix, prefix + KeyValueTable.LAST, (key, value) -> {
            owners.add(new OwnerName(key.substring(prefix.length())));
        });
        return owners;
    }

    private static String key(HostName host, OwnerName owner) {
        return prefix(host) + owner;
    }

    private static String prefix(HostName host) {
        return ON + host + "/";
    }
}
