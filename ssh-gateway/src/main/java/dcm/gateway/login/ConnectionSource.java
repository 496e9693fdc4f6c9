package dcm.gateway.login;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.apache.sshd.common.session.Session;

/** The remote address of a connection. */
public final class ConnectionSource {
    private ConnectionSource() {}

    /** The IP address as text. */
    public static String of(Session session) {
        return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    /** The key for limits by address: an IPv4 address, or the first 64 bits of an IPv6 address. */
    static String address(Session session) {
        if (session.getIoSession().getRemoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() instanceof Inet6Address ipv6) {
            return HexFormat.of().formatHex(ipv6.getAddress(), 0, 8);
        }
        return of(session);
    }
}
