package dcm.worker.swarm;

import dcm.contract.identity.InvalidValueException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A range of IPv4 addresses.
 *
 * @param first any address of the range, as a number
 * @param bits the length of the prefix that all its addresses share
 */
record AddressRange(int first, int bits) {
    /** Parses {@code A.B.C.D/BITS}. */
    static AddressRange parse(String text) {
        try {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
            return new AddressRange(
                    ByteBuffer.wrap(address.getAddress()).getInt(), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidValueException("'" + text + "' is not an address range of the form A.B.C.D/BITS.");
        }
    }

    /** Whether the two ranges have an address in common. */
    boolean overlaps(AddressRange other) {
        int shared = Math.min(bits, other.bits);
        int mask = shared == 0 ? 0 : -1 << (Integer.SIZE - shared);
        return (first & mask) == (other.first & mask);
    }

    /** The addresses of this host whose networks overlap this range. */
    List<String> ofThisHost() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .filter(address -> address.getAddress() instanceof Inet4Address)
                    .filter(address -> overlaps(of(address)))
                    .map(address -> address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength())
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AddressRange of(InterfaceAddress address) {
        return new AddressRange(
                ByteBuffer.wrap(address.getAddress().getAddress()).getInt(), address.getNetworkPrefixLength());
    }
}
