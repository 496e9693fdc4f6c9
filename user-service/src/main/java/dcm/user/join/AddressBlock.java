package dcm.user.join;

import dcm.contract.identity.InvalidValueException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of IP addresses.
 *
 * @param first any address of the block
 * @param bits the length of the prefix that all its addresses share
 */
record AddressBlock(InetAddress first, int bits) {
    /** Parses {@code ADDRESS/BITS}. */
    static AddressBlock parse(String text) {
        try {
            int slash = text.indexOf('/');
            return new AddressBlock(
                    InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidValueException("'" + text + "' is not a block of addresses of the form ADDRESS/BITS.");
        }
    }

    /** The addresses of this machine, and the networks of its bridges, in which its containers are. */
    static List<AddressBlock> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(AddressBlock::of)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<AddressBlock> of(NetworkInterface network) {
        boolean isBridge = Files.exists(Path.of("/sys/class/net", network.getName(), "bridge"));
        return network.getInterfaceAddresses().stream()
                .map(address -> new AddressBlock(
                        address.getAddress(),
                        isBridge
                                ? address.getNetworkPrefixLength()
                                : address.getAddress().getAddress().length * Byte.SIZE));
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        byte[] own = first.getAddress();
        int rest = own.length * Byte.SIZE - bits;
        return own.length == other.length
                && new BigInteger(1, own).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }
}
