package dcm.contract.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses IP addresses, without a question to a name server. {@code InetAddress.ofLiteral} does the same, but the program dcm also runs
 * with Java 21, which does not have it.
 */
public final class IpLiteral {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    /** {@code InetAddress.getByName} takes a text for an address, valid or not, if it begins like this and has a colon. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private IpLiteral() {}

    /**
     * The address.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static InetAddress parse(String text) {
        try {
            Matcher octets = IPV4.matcher(text);
            if (octets.matches()) {
                return InetAddress.getByAddress(
                        new byte[] {octet(octets, 1), octet(octets, 2), octet(octets, 3), octet(octets, 4)});
            }
            if (IPV6.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // reported below
        }
        throw new IllegalArgumentException("not an IP address: " + text);
    }

    private static byte octet(Matcher octets, int group) {
        int value = Integer.parseInt(octets.group(group));
        if (value > 255) {
            throw new IllegalArgumentException("not an IP address: " + octets.group());
        }
        return (byte) value;
    }
}
