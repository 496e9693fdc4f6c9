package dcm.worker.firewall;

import dcm.contract.identity.AddressRange;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bridges of containers' networks on this host.
 *
 * @param names the names of the interfaces that have an address of the pool
 * @param networks the networks of the bridges that DCM created
 */
record ContainerBridges(Set<String> names, Set<AddressRange> networks) {
    static final ContainerBridges NONE = new ContainerBridges(Set.of(), Set.of());

    /** The beginning of the names of bridges that DCM creates, see {@code DockerNetworks}. */
    static final String PREFIX = "dcm-";

    ContainerBridges {
        names = Set.copyOf(names);
        networks = Set.copyOf(networks);
    }

    /** Finds the interfaces of this host that have an address of the pool. */
    static ContainerBridges find(AddressRange pool) throws SocketException {
        Map<String, Set<AddressRange>> interfaces = new HashMap<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            interfaces.put(
                    each.getName(),
                    each.getInterfaceAddresses().stream()
                            .map(address -> new AddressRange(address.getAddress(), address.getNetworkPrefixLength()))
                            .collect(Collectors.toSet()));
        }
        return of(interfaces, pool);
    }

    /**
     * Selects the interfaces that have an address of the pool.
     *
     * @param interfaces their addresses with the networks of these, by name. One that DCM did not create, such as a VPN's,
     *     may have a network with many owners' addresses.
     */
    static ContainerBridges of(Map<String, Set<AddressRange>> interfaces, AddressRange pool) {
        Set<String> names = new HashSet<>();
        Set<AddressRange> networks = new HashSet<>();
        interfaces.forEach((name, addresses) -> addresses.stream()
                .filter(address -> pool.contains(address.address()))
                .forEach(address -> {
                    names.add(name);
                    if (name.startsWith(PREFIX)) {
                        networks.add(address);
                    }
                }));
        return new ContainerBridges(names, networks);
    }
}
