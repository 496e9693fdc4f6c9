package dcm.worker.firewall;

import dcm.contract.identity.AddressRange;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;

/**
 * The bridges of containers' networks on this host.
 *
 * @param names the names of the interfaces
 * @param networks the networks to which they belong
 */
record ContainerBridges(Set<String> names, Set<AddressRange> networks) {
    static final ContainerBridges NONE = new ContainerBridges(Set.of(), Set.of());

    ContainerBridges {
        names = Set.copyOf(names);
        networks = Set.copyOf(networks);
    }

    /** Finds the interfaces of this host that have an address of the pool. */
    static ContainerBridges find(AddressRange pool) throws SocketException {
        Set<String> names = new HashSet<>();
        Set<AddressRange> networks = new HashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : each.getInterfaceAddresses()) {
                if (pool.contains(address.getAddress())) {
                    names.add(each.getName());
                    networks.add(new AddressRange(address.getAddress(), address.getNetworkPrefixLength()));
                }
            }
        }
        return new ContainerBridges(names, networks);
    }
}
