package dcm.user.join;

import dcm.contract.identity.AddressRange;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The networks of the machine that runs the services. */
final class MachineNetworks {
    private MachineNetworks() {}

    /** The addresses of this machine, and the networks of its bridges, in which its containers are. */
    static List<AddressRange> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(MachineNetworks::addresses)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<AddressRange> addresses(NetworkInterface network) {
        boolean isBridge = Files.exists(Path.of("/sys/class/net", network.getName(), "bridge"));
        return network.getInterfaceAddresses().stream()
                .map(address -> new AddressRange(
                        address.getAddress(),
                        isBridge
                                ? address.getNetworkPrefixLength()
                                : address.getAddress().getAddress().length * Byte.SIZE));
    }
}
