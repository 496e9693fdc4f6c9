package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import dcm.contract.identity.AddressRange;
import dcm.contract.identity.Sha256;
import dcm.worker.engine.EngineException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Creates private networks with subnets from the pool of this host. Docker's default pools suffice for about thirty
 * networks only. Thread-safe.
 */
final class DockerNetworks {
    /** The prefix length of a network's subnet: 64 addresses. {@code FirewallRules} expects subnets of this size. */
    static final int PREFIX_LENGTH = 26;

    private static final int POOL_SIZE = 1 << 16;

    /** The name of a bridge begins with this, which {@code FirewallRules} matches; the kernel allows 15 characters. */
    private static final String BRIDGES = "dcm-";

    private static final int BRIDGE_DIGITS = 11;

    private final DockerClient docker;
    private final String prefix;

    /**
     * Networks with subnets of a pool.
     *
     * @param pool {@code A.B.0.0/16}
     */
    DockerNetworks(DockerClient docker, String pool) {
        if (!pool.matches("[0-9]{1,3}\\.[0-9]{1,3}\\.0\\.0/16")) {
            throw new IllegalArgumentException("DCM_HOST_NETWORKS must have the form A.B.0.0/16, not " + pool);
        }
        this.docker = docker;
        this.prefix = pool.substring(0, pool.length() - "0.0/16".length());
    }

    /** Creates a network unless one of this name exists. */
    void ensure(String name, Map<String, String> labels) {
        ensure(name, labels, PREFIX_LENGTH);
    }

    /**
     * The same.
     *
     * @param prefixLength of its subnet, if the network does not exist. Subnets of the usual size are taken from the
     *     beginning of the pool, larger ones from its end, so that few subnets break up the space for larger ones.
     */
    synchronized void ensure(String name, Map<String, String> labels, int prefixLength) {
        if (!exists(name)) {
            create(name, labels, prefixLength);
        }
    }

    /** Removes a network; does nothing if there is none. */
    synchronized void remove(String name) {
        if (exists(name)) {
            docker.removeNetworkCmd(name).exec();
        }
    }

    boolean exists(String name) {
        return docker.listNetworksCmd().withNameFilter(name).exec().stream()
                .anyMatch(network -> name.equals(network.getName()));
    }

    /** The subnet of an existing network of this class. */
    String subnet(String name) {
        return subnets(docker.inspectNetworkCmd().withNetworkId(name).exec())
                .findFirst()
                .orElseThrow();
    }

    /** The labels of all networks in the pool; first of those with the last subnets. */
    Stream<Map<String, String>> labelsFromEndOfPool() {
        return docker.listNetworksCmd().exec().stream()
                .filter(network -> subnets(network).anyMatch(subnet -> subnet.startsWith(prefix)))
                .sorted(Comparator.comparing(DockerNetworks::firstAddress, Arrays::compareUnsigned)
                        .reversed())
                .map(Network::getLabels)
                .filter(Objects::nonNull);
    }

    private static byte[] firstAddress(Network network) {
        return AddressRange.parse(subnets(network).findFirst().orElseThrow())
                .address()
                .getAddress();
    }

    private void create(String name, Map<String, String> labels, int prefixLength) {
        List<AddressRange> taken = Stream.concat(
                        docker.listNetworksCmd().exec().stream()
                                .flatMap(DockerNetworks::subnets)
                                .map(AddressRange::parse),
                        hostAddresses())
                .toList();
        List<String> free = subnets(prefixLength)
                .filter(subnet -> taken.stream().noneMatch(AddressRange.parse(subnet)::overlaps))
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
        throw new EngineException.AddressesTaken(
                "All /%d subnets of %s0.0/16 for private networks are in use.".formatted(prefixLength, prefix));
    }

    /** All subnets of a size, in the order in which they are assigned. */
    private Stream<String> subnets(int prefixLength) {
        int size = 1 << (Integer.SIZE - prefixLength);
        int count = POOL_SIZE / size;
        return IntStream.range(0, count)
                .map(n -> size * (prefixLength < PREFIX_LENGTH ? count - 1 - n : n))
                .mapToObj(first -> prefix + (first >> 8) + "." + (first & 0xff) + "/" + prefixLength);
    }

    private static String bridge(String name, String subnet) {
        return BRIDGES + Sha256.digits(name + " " + subnet).substring(0, BRIDGE_DIGITS);
    }

    /**
     * The host's own addresses. Docker does not check an explicit subnet against them and would add a conflicting
     * route, for example to another engine's network.
     */
    private static Stream<AddressRange> hostAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .filter(address -> address.getAddress() instanceof Inet4Address)
                    .map(address -> new AddressRange(address.getAddress(), address.getNetworkPrefixLength()));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> subnets(Network network) {
        Ipam ipam = network.getIpam();
        return ipam == null || ipam.getConfig() == null
                ? Stream.empty()
                : ipam.getConfig().stream().map(Ipam.Config::getSubnet).filter(Objects::nonNull);
    }
}
