package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import dcm.contract.identity.OwnerName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One private network per owner, each with a subnet of 64 addresses out of the pool this host was given: Docker's own pools
 * hold about thirty networks. Thread-safe.
 */
final class DockerNetworks {
    private static final int SUBNETS = 1024;

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
            throw new IllegalArgumentException("DCM_HOST_NETWORKS is A.B.0.0/16, not " + pool);
        }
        this.docker = docker;
        this.names = names;
        this.prefix = pool.substring(0, pool.length() - "0.0/16".length());
    }

    synchronized void ensure(OwnerName owner) {
        if (!known.contains(owner)) {
            if (!exists(owner)) {
                create(owner);
            }
            known.add(owner);
        }
    }

    /** What was known may be gone, after an engine restart or an administrator's hand. */
    void forget() {
        known.clear();
    }

    private boolean exists(OwnerName owner) {
        String name = names.network(owner);
        return docker.listNetworksCmd().withNameFilter(name).exec().stream()
                .anyMatch(network -> name.equals(network.getName()));
    }

    private void create(OwnerName owner) {
        Set<String> taken = docker.listNetworksCmd().exec().stream()
                .flatMap(DockerNetworks::subnets)
                .collect(Collectors.toSet());
        List<String> free = Stream.iterate(0, n -> n < SUBNETS, n -> n + 1)
                .map(n -> prefix + n / 4 + "." + n % 4 * 64 + "/26")
                .filter(subnet -> !taken.contains(subnet))
                .toList();
        for (String subnet : free) {
            try {
                docker.createNetworkCmd()
                        .withName(names.network(owner))
                        .withDriver("bridge")
                        .withLabels(names.labels(owner))
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet)))
                        .exec();
                return;
            } catch (DockerException e) {
                // Something else on this host, another engine or a route, has these addresses.
                if (!String.valueOf(e.getMessage()).contains("overlap")) {
                    throw e;
                }
            }
        }
        throw new DockerException("{\"message\":\"all private networks of " + prefix + "0.0/16 are in use\"}", 507);
    }

    private static Stream<String> subnets(Network network) {
        Ipam ipam = network.getIpam();
        return ipam == null || ipam.getConfig() == null
                ? Stream.empty()
                : ipam.getConfig().stream().map(Ipam.Config::getSubnet).filter(Objects::nonNull);
    }
}
