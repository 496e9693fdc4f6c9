package dcm.worker.engine.docker;

import static java.util.stream.Collectors.toSet;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import dcm.contract.identity.OwnerName;
import dcm.worker.engine.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The private networks of owners. An owner has one with 64 addresses. When it is full, they get a large one, which all
 * their containers join and new ones use alone, so that all find each other by name. An owner without containers keeps the
 * network, for the next one, until the pool has no other free addresses. Thread-safe.
 *
 * <p>The existing containers keep their first network, with their default route and published ports: Docker uses the
 * network whose name is first in alphabetical order for these.
 */
final class DockerOwnerNetworks {
    private static final Logger LOG = Logger.getLogger(DockerOwnerNetworks.class);

    /** The kernel permits 1,023 ports per bridge. */
    private static final int LARGE_PREFIX_LENGTH = 22;

    /** The addresses of the network itself, of its bridge, and for broadcasts. */
    private static final int RESERVED_ADDRESSES = 3;

    private static final String RUNNING = "running";

    /** So many that the next creates find free addresses, and so few that this one does not wait long. */
    private static final int REMOVED_AT_ONCE = 16;

    private final DockerClient docker;
    private final DockerNames names;
    private final DockerNetworks networks;
    private final Sizes sizes;
    private final Map<OwnerName, OwnerNetwork> owners = new ConcurrentHashMap<>();

    /**
     * The prefix lengths of the two networks' subnets.
     *
     * @param large smaller than {@code first}
     */
    record Sizes(int first, int large) {
        static final Sizes STANDARD = new Sizes(DockerNetworks.PREFIX_LENGTH, LARGE_PREFIX_LENGTH);

        int maxContainers() {
            return containers(large);
        }

        private int maxInFirst() {
            return containers(first);
        }

        private static int containers(int prefixLength) {
            return (1 << (Integer.SIZE - prefixLength)) - RESERVED_ADDRESSES;
        }
    }

    DockerOwnerNetworks(DockerClient docker, DockerNames names, DockerNetworks networks, Sizes sizes) {
        this.docker = docker;
        this.names = names;
        this.networks = networks;
        this.sizes = sizes;
    }

    /**
     * Creates the owner's network unless it exists.
     *
     * @throws EngineException.AddressesTaken if no addresses are free, and no network is without containers
     */
    void ensure(OwnerName owner) {
        OwnerNetwork network = of(owner);
        withFreeAddresses(() -> {
            network.ensure();
            return network;
        });
    }

    /** Removes the owner's networks, which must have no containers. */
    void remove(OwnerName owner) {
        of(owner).remove();
    }

    /** Clears the cache: networks may be gone after an engine restart or an administrator's change. */
    void forget() {
        owners.values().forEach(OwnerNetwork::forget);
    }

    /**
     * Creates a container in a network of its owner that has a free address, also when all its other containers run.
     *
     * @param name the engine's name of the container
     * @param creation creates it in the network with the given name
     */
    void create(OwnerName owner, String name, Consumer<String> creation) {
        OwnerNetwork network = of(owner);
        String assigned = withFreeAddresses(network::assign);
        try {
            creation.accept(assigned);
        } finally {
            network.created(name, assigned);
        }
    }

    /** Lets a container accept logins from a network that it joined while it was paused. */
    void unpaused(String name) {
        InspectContainerResponse found = docker.inspectContainerCmd(name).exec();
        String owner = Objects.requireNonNull(found.getConfig().getLabels()).get(DockerNames.OWNER);
        String large = names.largeNetwork(new OwnerName(Objects.requireNonNull(owner)));
        if (found.getNetworkSettings().getNetworks().containsKey(large)) {
            DockerLoginSources.add(docker, name, networks.subnet(large));
        }
    }

    /** Removes networks without containers as long as an attempt finds no free addresses. */
    private <T> T withFreeAddresses(Supplier<T> attempt) {
        while (true) {
            try {
                return attempt.get();
            } catch (EngineException.AddressesTaken e) {
                List<OwnerName> removed = removeUnused();
                if (removed.isEmpty()) {
                    throw e;
                }
                LOG.infof("unused private networks removed, because no addresses were free: count=%d", removed.size());
            }
        }
    }

    /** Of the owners without containers, those with the last subnets: these break up the space for large networks. */
    private List<OwnerName> removeUnused() {
        Set<OwnerName> used = docker
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                .exec()
                .stream()
                .flatMap(container -> owner(container.getLabels()).stream())
                .collect(toSet());
        return networks.labelsFromEndOfPool()
                .filter(labels -> names.installation().equals(labels.get(DockerNames.INSTALLATION)))
                .flatMap(labels -> owner(labels).stream())
                .distinct()
                .filter(owner -> !used.contains(owner) && of(owner).removeIfUnused())
                .limit(REMOVED_AT_ONCE)
                .toList();
    }

    private static Optional<OwnerName> owner(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(DockerNames.OWNER)).map(OwnerName::new);
    }

    private OwnerNetwork of(OwnerName owner) {
        return owners.computeIfAbsent(owner, OwnerNetwork::new);
    }

    /** The networks of one owner. Its methods wait for each other, but not for other owners. */
    private final class OwnerNetwork {
        private final String first;
        private final String large;
        private final Map<String, String> labels;
        private boolean isKnown;
        private boolean isLarge;

        /** At least the number of containers in the first network: it is counted again when it reaches the maximum. */
        private int inFirst;

        private int beingCreated;

        OwnerNetwork(OwnerName owner) {
            this.first = names.network(owner);
            this.large = names.largeNetwork(owner);
            this.labels = names.labels(owner);
        }

        synchronized void ensure() {
            if (isKnown) {
                return;
            }
            networks.ensure(first, labels, sizes.first());
            List<Container> containers = containersIn(first);
            isLarge = networks.exists(large);
            if (isLarge) { // the worker may have ended before all were attached
                attach(containers.stream());
                containers.stream()
                        .filter(container -> RUNNING.equals(container.getState()))
                        .forEach(
                                container -> DockerLoginSources.add(docker, container.getId(), networks.subnet(large)));
            }
            inFirst = containers.size() + beingCreated;
            isKnown = true;
        }

        synchronized void remove() {
            isKnown = false;
            networks.remove(large);
            networks.remove(first);
        }

        /** Whether the networks were removed. A container without our labels can be in them, too. */
        synchronized boolean removeIfUnused() {
            if (beingCreated > 0
                    || Stream.of(first, large)
                            .anyMatch(network -> !containersIn(network).isEmpty())) {
                return false;
            }
            remove();
            return true;
        }

        synchronized void forget() {
            isKnown = false;
        }

        synchronized String assign() {
            ensure();
            if (!isLarge && inFirst >= sizes.maxInFirst()) {
                List<Container> containers = containersIn(first);
                inFirst = containers.size() + beingCreated;
                if (inFirst >= sizes.maxInFirst()) {
                    enlarge(containers);
                }
            }
            beingCreated++;
            if (isLarge) {
                return large;
            }
            inFirst++;
            return first;
        }

        /** Attaches a container that was being created while the network was enlarged. */
        synchronized void created(String container, String assigned) {
            beingCreated--;
            if (isLarge && assigned.equals(first)) {
                attach(docker.listContainersCmd().withShowAll(true).withNameFilter(List.of(container)).exec().stream());
            }
        }

        private void enlarge(List<Container> containers) {
            networks.ensure(large, labels, sizes.large());
            isLarge = true;
            attach(containers.stream());
            LOG.infof("private network enlarged: account=%s count=%d", labels.get(DockerNames.OWNER), inFirst);
        }

        private List<Container> containersIn(String network) {
            return docker.listContainersCmd()
                    .withShowAll(true)
                    .withNetworkFilter(List.of(network))
                    .exec();
        }

        private void attach(Stream<Container> containers) {
            containers
                    .filter(container -> !Objects.requireNonNull(container.getNetworkSettings())
                            .getNetworks()
                            .containsKey(large))
                    .map(Container::getId)
                    .forEach(this::attach);
        }

        private void attach(String container) {
            try {
                InspectContainerResponse found =
                        docker.inspectContainerCmd(container).exec();
                ContainerNetwork current =
                        found.getNetworkSettings().getNetworks().get(first);
                List<String> aliases = current == null ? null : current.getAliases();
                docker.connectToNetworkCmd()
                        .withNetworkId(large)
                        .withContainerId(container)
                        .withContainerNetwork(
                                new ContainerNetwork().withAliases(Objects.requireNonNullElse(aliases, List.of())))
                        .exec();
                if (RUNNING.equals(found.getState().getStatus())) {
                    DockerLoginSources.add(docker, container, networks.subnet(large));
                }
            } catch (NotFoundException | ConflictException e) {
                // It was removed or stopped meanwhile.
                LOG.debugf("container not running while its owner's network was enlarged: id=%s", container);
            } catch (DockerException e) {
                if (!String.valueOf(e.getMessage()).contains("already exists in network")) {
                    throw e;
                }
            }
        }
    }
}
