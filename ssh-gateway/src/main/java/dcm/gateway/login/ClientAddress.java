package dcm.gateway.login;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.apache.sshd.common.session.Session;

/** From where a connection comes. */
public final class ClientAddress {
    private ClientAddress() {}

    /** The IP address, as text. */
    public static String of(Session session) {
        return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    /** What counts as one place: an IPv4 address, or the 64 bits of an IPv6 one that belong to a network. */
    static String place(Session session) {
        if (session.getIoSession().getRemoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() instanceof Inet6Address address) {
            return HexFormat.of().formatHex(address.getAddress(), 0, 8);
        }
        return of(session);
    }
}
