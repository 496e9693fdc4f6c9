package dcm.contract.identity;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a machine declared when it joined as a host. Its worker cannot report other addresses, SSH ports or another engine
 * later.
 *
 * @param join the invitation with which it joined
 * @param engineId the id of its Docker Engine
 * @param address the IP address at which its worker is reached
 * @param aliases the IP addresses on which containers' ports are published
 * @param sshPorts the range of containers' SSH ports
 */
public record HostDeclaration(JoinId join, String engineId, String address, List<String> aliases, PortRange sshPorts) {
    public HostDeclaration {
        aliases = List.copyOf(aliases);
    }

    /** Whether ports of the host's containers can be published on an address. */
    public boolean hasAlias(String candidate) {
        return aliases.stream().anyMatch(alias -> isSame(alias, candidate));
    }

    /** Whether the SSH server of one of the host's containers can be at this endpoint. */
    public boolean permits(SshEndpoint ssh) {
        return hasAlias(ssh.address()) && sshPorts.contains(ssh.port());
    }

    /** Whether an address is one of the host's. */
    public boolean has(String candidate) {
        return addresses().anyMatch(own -> isSame(own, candidate));
    }

    /** Whether a URL is that of a server with TLS at the worker's address. */
    public boolean isAt(String url) {
        try {
            URI uri = URI.create(url);
            String host = uri.getHost();
            return "https".equals(uri.getScheme()) && host != null && isSame(address, host.replaceAll("[\\[\\]]", ""));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** All addresses of the host. */
    public Stream<String> addresses() {
        return Stream.concat(Stream.of(address), aliases.stream());
    }

    /** Whether two texts are one IP address, which can be written in several ways. A text that is none equals itself only. */
    public static boolean isSame(String one, String other) {
        try {
            return one.equals(other) || IpLiteral.parse(one).equals(IpLiteral.parse(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
