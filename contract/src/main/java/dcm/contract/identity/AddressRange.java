package dcm.contract.identity;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * A range of IP addresses.
 *
 * @param address any address of the range
 * @param prefixLength the number of leading bits that all its addresses share
 */
public record AddressRange(InetAddress address, int prefixLength) {
    public AddressRange {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new InvalidValueException(
                    "The prefix length " + prefixLength + " is not between 0 and " + bits + ".");
        }
    }

    /** Parses {@code ADDRESS/PREFIX_LENGTH}. */
    public static AddressRange parse(String text) {
        try {
            int slash = text.indexOf('/');
            return new AddressRange(
                    IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidValueException(
                    Printable.quoted(text) + " is not an address range of the form ADDRESS/PREFIX_LENGTH.");
        }
    }

    public boolean contains(InetAddress other) {
        return sharesPrefix(other, prefixLength);
    }

    /** Whether the two ranges have an address in common. */
    public boolean overlaps(AddressRange other) {
        return sharesPrefix(other.address, Math.min(prefixLength, other.prefixLength));
    }

    private boolean sharesPrefix(InetAddress other, int length) {
        byte[] own = address.getAddress();
        byte[] others = other.getAddress();
        int rest = own.length * Byte.SIZE - length;
        return own.length == others.length
                && new BigInteger(1, own).shiftRight(rest).equals(new BigInteger(1, others).shiftRight(rest));
    }
}
