package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.SwarmMode;
import dcm.worker.engine.docker.DockerNames.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches containers to the network of their owner that reaches across hosts, when they are started. It is their second
 * network: the default route and published ports use the first one.
 */
final class OverlayAttachment {
    /** How long a start waits for a network that the manager is just creating, or that this engine does not see yet. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Docker's messages if a network does not exist any more or not yet, or the engine is in no swarm. */
    private static final List<String> NOT_ATTACHED =
            List.of("Could not attach to network", "while attaching to network");

    private final DockerClient docker;
    private final DockerNames names;
    private final SwarmMode mode;

    OverlayAttachment(DockerClient docker, DockerNames names, SwarmMode mode) {
        this.docker = docker;
        this.names = names;
        this.mode = mode;
    }

    /** Attaches and starts a container. */
    void start(ContainerId id) {
        if (mode.isOn()) {
            attach(id);
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                docker.startContainerCmd(names.container(id)).exec();
                return;
            } catch (DockerException e) {
                if (!isNotAttached(e) || System.nanoTime() > end) {
                    throw e;
                }
                pause(e);
                detach(id);
                if (mode.isOn()) {
                    attach(id);
                }
            }
        }
    }

    /** The engine looks for the network when it starts the container. */
    private void attach(ContainerId id) {
        Networks now = networks(id);
        if (!now.all().containsKey(now.overlay())) {
            docker.connectToNetworkCmd()
                    .withNetworkId(now.overlay())
                    .withContainerId(names.container(id))
                    .withContainerNetwork(new ContainerNetwork().withAliases(now.aliases()))
                    .exec();
        }
    }

    /** A container refers to a network by its id, so that it cannot be started when the network was created anew. */
    private void detach(ContainerId id) {
        Networks now = networks(id);
        if (now.all().containsKey(now.overlay())) {
            docker.disconnectFromNetworkCmd()
                    .withNetworkId(now.overlay())
                    .withContainerId(names.container(id))
                    .withForce(true)
                    .exec();
        }
    }

    /**
     * The networks of a container, and the names of its owner's.
     *
     * @param bridges on this host; a container is in at least one of them
     */
    private record Networks(Map<String, ContainerNetwork> all, List<String> bridges, String overlay) {
        List<String> aliases() {
            return bridges.stream()
                    .flatMap(bridge -> Optional.ofNullable(all.get(bridge)).stream())
                    .findFirst()
                    .flatMap(network -> Optional.ofNullable(network.getAliases()))
                    .orElse(List.of());
        }
    }

    private Networks networks(ContainerId id) {
        InspectContainerResponse found =
                docker.inspectContainerCmd(names.container(id)).exec();
        OwnerName owner = names.read(
                        found.getName().substring(1), found.getConfig().getLabels())
                .map(Labelled::owner)
                .orElseThrow();
        return new Networks(
                found.getNetworkSettings().getNetworks(),
                List.of(names.network(owner), names.largeNetwork(owner)),
                names.overlay(owner));
    }

    private static boolean isNotAttached(DockerException e) {
        return NOT_ATTACHED.stream().anyMatch(String.valueOf(e.getMessage())::contains);
    }

    private static void pause(DockerException cause) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
