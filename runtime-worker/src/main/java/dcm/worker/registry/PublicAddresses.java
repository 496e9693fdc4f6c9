package dcm.worker.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves only public addresses. The HTTP client connects to exactly the addresses that this class returns, so a second
 * answer of the DNS server changes nothing.
 */
final class PublicAddresses implements DnsResolver {
    /** A name that has an internal address. */
    static final class InternalAddressException extends UnknownHostException {
        InternalAddressException(String host) {
            super(host);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
            if (isInternal(address)) {
                throw new InternalAddressException(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    /** Whether an address is not in the public Internet, by the special-purpose registries of IANA (RFC 6890). */
    static boolean isInternal(InetAddress address) {
        byte[] octets = address.getAddress();
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        if (address instanceof Inet6Address) {
            return (first & 0xe0) != 0x20 // only 2000::/3 is public
                    || first == 0x20 && second == 0x02 // 6to4 contains an IPv4 address
                    || first == 0x20 && second == 0x01 && octets[2] == 0 && octets[3] == 0; // Teredo as well
        }
        return first == 0
                || first >= 240
                || first == 100 && (second & 0xc0) == 64 // shared by providers
                || first == 192 && second == 0 && octets[2] == 0
                || first == 198 && (second & 0xfe) == 18; // benchmarks
    }
}
