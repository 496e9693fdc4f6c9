package dcm.user.join;

import dcm.contract.identity.AddressRange;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The networks of the machine that runs the services. */
final class MachineNetworks {
    private MachineNetworks() {}

    /** The addresses of this machine, and the networks of its bridges, in which its containers are. */
    static List<AddressRange> addresses() {
        return of(network -> Files.exists(Path.of("/sys/class/net", network.getName(), "bridge")));
    }

    /** The whole networks of all interfaces. In a container, they include the machine's address on the container's bridge. */
    static List<AddressRange> networks() {
        return of(network -> true);
    }

    /** @param whole whether an interface counts with its network, not only with its own addresses */
    private static List<AddressRange> of(Predicate<NetworkInterface> whole) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(network -> addresses(network, whole.test(network)))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<AddressRange> addresses(NetworkInterface network, boolean whole) {
        return network.getInterfaceAddresses().stream()
                .map(address -> new AddressRange(
                        address.getAddress(),
                        whole
                                ? address.getNetworkPrefixLength()
                                : address.getAddress().getAddress().length * Byte.SIZE));
    }
}
