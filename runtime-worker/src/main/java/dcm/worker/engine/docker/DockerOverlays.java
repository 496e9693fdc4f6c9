package dcm.worker.engine.docker;

import static dcm.worker.engine.docker.DockerCalls.once;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.LocalNodeState;
import com.github.dockerjava.api.model.SwarmInfo;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.SwarmMode;
import dcm.worker.engine.OverlayNetworks;
import dcm.worker.engine.SwarmState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Owners' networks as overlay networks of Docker's swarm mode. They are internal: otherwise, Docker would also attach each
 * container to the bridge {@code docker_gwbridge}, which containers of all owners share. Docker takes their addresses from
 * the pool with which the swarm was formed.
 */
public final class DockerOverlays implements OverlayNetworks {
    private static final String DRIVER = "overlay";
    private static final String ENCRYPTED = "encrypted";

    private final DockerClient docker;
    private final DockerNames names;
    private final SwarmMode mode;

    /** @param dockerHost the address of the engine */
    public DockerOverlays(String dockerHost, String installation, SwarmMode mode) {
        this.docker = new DockerClients(dockerHost).client();
        this.names = new DockerNames(installation);
        this.mode = mode;
    }

    @Override
    public SwarmState state() {
        SwarmInfo swarm = once(() -> docker.infoCmd().exec()).getSwarm();
        return swarm == null || swarm.getLocalNodeState() == LocalNodeState.INACTIVE
                ? SwarmState.NONE
                : new SwarmState(
                        true,
                        Boolean.TRUE.equals(swarm.getControlAvailable()),
                        swarm.getLocalNodeState() == LocalNodeState.ACTIVE
                                ? ""
                                : swarm.getLocalNodeState() + " " + Objects.requireNonNullElse(swarm.getError(), ""));
    }

    @Override
    public void join(String manager, String token, String address) {
        once(() -> {
            docker.joinSwarmCmd()
                    .withRemoteAddrs(List.of(manager))
                    .withJoinToken(token)
                    .withAdvertiseAddr(address)
                    .withListenAddr(address + ":2377")
                    .exec();
            return "";
        });
    }

    @Override
    public Set<OwnerName> owners() {
        return once(() -> docker.listNetworksCmd().exec()).stream()
                .filter(network -> DRIVER.equals(network.getDriver()))
                .flatMap(network -> Stream.ofNullable(network.getLabels()))
                .filter(labels -> names.installation().equals(labels.get(DockerNames.INSTALLATION)))
                .flatMap(labels -> Stream.ofNullable(labels.get(DockerNames.OWNER)))
                .map(OwnerName::new)
                .collect(Collectors.toSet());
    }

    @Override
    public void create(OwnerName owner) {
        once(() -> docker.createNetworkCmd()
                .withName(names.overlay(owner))
                .withDriver(DRIVER)
                .withAttachable(true)
                .withInternal(true)
                .withOptions(mode == SwarmMode.ENCRYPTED ? Map.of(ENCRYPTED, "true") : Map.of())
                .withLabels(names.labels(owner))
                .exec());
    }

    @Override
    public boolean remove(OwnerName owner) {
        try {
            docker.removeNetworkCmd(names.overlay(owner)).exec();
            return true;
        } catch (NotFoundException none) {
            return true;
        } catch (DockerException e) {
            if (isInUse(e)) {
                return false;
            }
            throw DockerErrors.translate(e);
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
    }

    private static boolean isInUse(DockerException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("is in use") || message.contains("active endpoints");
    }
}
