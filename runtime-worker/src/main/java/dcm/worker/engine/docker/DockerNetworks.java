package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Sha256;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates one private network per owner, each with a subnet of 64 addresses from the pool of this host. Docker's
 * default pools suffice for about thirty networks only. Thread-safe.
 */
final class DockerNetworks {
    private static final int SUBNETS = 1024;
    private static final int SUBNET_SIZE = 64;
    private static final int PREFIX_BITS = 26;

    /** The name of a bridge begins with this, which {@code FirewallRules} matches; the kernel allows 15 characters. */
    private static final String BRIDGES = "dcm-";

    private static final int BRIDGE_DIGITS = 11;

    private final DockerClient docker;
    private final DockerNames names;
    private final String prefix;
    private final Set<OwnerName> known = ConcurrentHashMap.newKeySet();

    /**
     * Networks of one installation.
     *
     * @param pool {@code A.B.0.0/16}
     */
    DockerNetworks(DockerClient docker, DockerNames names, String pool) {
        if (!pool.matches("[0-9]{1,3}\\.[0-9]{1,3}\\.0\\.0/16")) {
            throw new IllegalArgumentException("DCM_HOST_NETWORKS must have the form A.B.0.0/16, not " + pool);
        }
        this.docker = docker;
        this.names = names;
        this.prefix = pool.substring(0, pool.length() - "0.0/16".length());
    }

    synchronized void ensure(OwnerName owner) {
        if (!known.contains(owner)) {
            ensure(names.network(owner), names.labels(owner));
            known.add(owner);
        }
    }

    synchronized void remove(OwnerName owner) {
        known.remove(owner);
        remove(names.network(owner));
    }

    /** Creates a network unless one of this name exists. */
    synchronized void ensure(String name, Map<String, String> labels) {
        if (!exists(name)) {
            create(name, labels);
        }
    }

    /** Removes a network; does nothing if there is none. */
    synchronized void remove(String name) {
        if (exists(name)) {
            docker.removeNetworkCmd(name).exec();
        }
    }

    /** Clears the cache: networks may be gone after an engine restart or an administrator's change. */
    void forget() {
        known.clear();
    }

    private boolean exists(String name) {
        return docker.listNetworksCmd().withNameFilter(name).exec().stream()
                .anyMatch(network -> name.equals(network.getName()));
    }

    private void create(String name, Map<String, String> labels) {
        Set<String> taken = docker.listNetworksCmd().exec().stream()
                .flatMap(DockerNetworks::subnets)
                .collect(Collectors.toSet());
        List<InterfaceAddress> host = hostAddresses();
        List<String> free = Stream.iterate(0, n -> n < SUBNETS, n -> n + 1)
                .map(n -> prefix + n / 4 + "." + n % 4 * SUBNET_SIZE)
                .filter(first -> !taken.contains(first + "/" + PREFIX_BITS))
                .filter(first -> host.stream().noneMatch(address -> overlaps(first, address)))
                .map(first -> first + "/" + PREFIX_BITS)
                .toList();
        for (String subnet : free) {
            try {
                docker.createNetworkCmd()
                        .withName(name)
                        .withDriver("bridge")
                        .withOptions(Map.of("com.docker.network.bridge.name", bridge(name, subnet)))
                        .withEnableIpv6(false)
                        .withLabels(labels)
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet)))
                        .exec();
                return;
            } catch (DockerException e) {
                // Another engine or a route on this host uses these addresses.
                if (!String.valueOf(e.getMessage()).contains("overlap")) {
                    throw e;
                }
            }
        }
        throw new DockerException("{\"message\":\"all private networks of " + prefix + "0.0/16 are in use\"}", 507);
    }

    private static String bridge(String name, String subnet) {
        return BRIDGES + Sha256.digits(name + " " + subnet).substring(0, BRIDGE_DIGITS);
    }

    /**
     * The host's own addresses. Docker does not check an explicit subnet against them and would add a conflicting
     * route, for example to another engine's network.
     */
    private static List<InterfaceAddress> hostAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .filter(address -> address.getAddress() instanceof Inet4Address)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean overlaps(String first, InterfaceAddress address) {
        int bits = Math.min(PREFIX_BITS, address.getNetworkPrefixLength());
        int mask = bits == 0 ? 0 : -1 << (Integer.SIZE - bits);
        int ours = ByteBuffer.wrap(InetAddress.ofLiteral(first).getAddress()).getInt();
        int theirs = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
        return (ours & mask) == (theirs & mask);
    }

    private static Stream<String> subnets(Network network) {
        Ipam ipam = network.getIpam();
        return ipam == null || ipam.getConfig() == null
                ? Stream.empty()
                : ipam.getConfig().stream().map(Ipam.Config::getSubnet).filter(Objects::nonNull);
    }
}
