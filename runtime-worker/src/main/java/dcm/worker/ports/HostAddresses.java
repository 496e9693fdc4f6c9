package dcm.worker.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** The addresses of this host. */
public final class HostAddresses {
    private HostAddresses() {}

    /** Those of these addresses that the host does not have, so that no port can be published there. */
    public static List<String> missing(List<String> addresses) {
        return addresses.stream().filter(address -> !has(address)).toList();
    }

    static boolean has(String address) {
        return canListen(address, 0);
    }

    static boolean canListen(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
