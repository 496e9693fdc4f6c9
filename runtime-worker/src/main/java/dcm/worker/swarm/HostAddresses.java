package dcm.worker.swarm;

import dcm.contract.identity.AddressRange;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** The IP addresses of this host. */
final class HostAddresses {
    private HostAddresses() {}

    /** The addresses whose networks overlap {@code range}, as {@code ADDRESS/PREFIX_LENGTH}. */
    static List<String> overlapping(AddressRange range) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .map(address -> new AddressRange(address.getAddress(), address.getNetworkPrefixLength()))
                    .filter(range::overlaps)
                    .map(network -> network.address().getHostAddress() + "/" + network.prefixLength())
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
