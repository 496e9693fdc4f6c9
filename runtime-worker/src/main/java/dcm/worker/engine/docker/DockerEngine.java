package dcm.worker.engine.docker;

import static dcm.worker.engine.docker.DockerCalls.call;
import static dcm.worker.engine.docker.DockerCalls.existing;
import static dcm.worker.engine.docker.DockerCalls.once;
import static dcm.worker.engine.docker.DockerCalls.run;
import static dcm.worker.engine.docker.DockerCalls.runUnlessDone;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.DockerObject;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Info;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.SwarmMode;
import dcm.contract.report.ContainerStatus;
import dcm.worker.engine.ContainerProcess;
import dcm.worker.engine.ContainerUsage;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.EngineInfo;
import dcm.worker.engine.EngineInspection;
import dcm.worker.engine.EngineStream;
import dcm.worker.engine.HostKey;
import dcm.worker.engine.ImageContent;
import dcm.worker.engine.NewContainer;
import dcm.worker.engine.docker.DockerNames.Labelled;
import dcm.worker.engine.docker.DockerOwnerNetworks.Sizes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Implements the {@link Engine} port with the Docker Engine through docker-java. */
public final class DockerEngine implements Engine {
    private static final Logger LOG = Logger.getLogger(DockerEngine.class);
    /** An engine with user remapping keeps its data in {@code …/UID.GID}. */
    private static final Pattern REMAPPED_ROOT = Pattern.compile(".*/([0-9]+)\\.([0-9]+)");

    private static final String DCM_IMAGES = "dcm/";

    private final DockerClients clients;
    private final DockerNames names;
    private final DockerClient docker;
    private final DockerOwnerNetworks networks;
    private final int maxContainersPerOwner;
    private final DockerContainerCreation creation;
    private final OverlayAttachment attachment;
    private final DockerHostKeys hostKeys;
    private final DockerImages images;
    private final DockerProcesses processes;

    /**
     * Creates the adapter for the engine at an address.
     *
     * @param dockerHost {@code unix:///…} or {@code tcp://…}
     * @param installation the installation whose containers are shown and changed
     * @param networkPool see {@code DCM_HOST_NETWORKS}
     */
    public DockerEngine(String dockerHost, String installation, String networkPool) {
        this(dockerHost, installation, networkPool, SwarmMode.OFF);
    }

    /**
     * The same.
     *
     * @param swarm whether containers are also attached to the owner's network that reaches across hosts
     */
    public DockerEngine(String dockerHost, String installation, String networkPool, SwarmMode swarm) {
        this(dockerHost, installation, networkPool, swarm, Sizes.STANDARD);
    }

    DockerEngine(String dockerHost, String installation, String networkPool, SwarmMode swarm, Sizes networkSizes) {
        this.clients = new DockerClients(dockerHost);
        this.names = new DockerNames(installation);
        this.docker = clients.client();
        this.networks = new DockerOwnerNetworks(docker, names, new DockerNetworks(docker, networkPool), networkSizes);
        this.maxContainersPerOwner = networkSizes.maxContainers();
        this.creation = new DockerContainerCreation(docker, names);
        this.attachment = new OverlayAttachment(docker, names, swarm);
        this.hostKeys = new DockerHostKeys(clients::client);
        this.processes = new DockerProcesses(clients::transport);
        this.images = new DockerImages(
                docker,
                names,
                clients::longRunning,
                new DockerImport(clients::longRunningTransport, DockerClients.API_VERSION));
    }

    /** The worker calls it with every heartbeat, so the known runtimes are current. */
    @Override
    public EngineInfo info() {
        Info info = call(() -> docker.infoCmd().exec());
        creation.setRuntimes(DockerConfiguration.runtimes(info));
        Matcher remapped = REMAPPED_ROOT.matcher(String.valueOf(info.getDockerRootDir()));
        boolean isRemapped = remapped.matches();
        return new EngineInfo(
                Objects.requireNonNull(info.getId()),
                String.valueOf(info.getServerVersion()),
                Objects.requireNonNullElse(info.getNCPU(), 1) * 1000,
                (int) (Objects.requireNonNullElse(info.getMemTotal(), 0L) / (1024 * 1024)),
                isRemapped ? Integer.parseInt(remapped.group(1)) : 0,
                isRemapped ? Integer.parseInt(remapped.group(2)) : 0);
    }

    @Override
    public EngineConfiguration configuration() {
        return call(() -> DockerConfiguration.of(docker));
    }

    @Override
    public Optional<Image> findImage(String reference) {
        String name = reference.startsWith(DCM_IMAGES) ? reference.substring(DCM_IMAGES.length()) : reference;
        return existing(() -> docker.inspectImageCmd(reference).exec())
                .map(found -> new Image(new ImageName(name), new ImageDigest(Objects.requireNonNull(found.getId()))));
    }

    @Override
    public Optional<ImageContent> imageContent(ImageDigest digest) {
        return call(() -> images.imageContent(digest));
    }

    @Override
    public Optional<ImageDigest> committedImage(ImageId id) {
        return call(() -> images.committedImage(id));
    }

    @Override
    public ImageDigest commit(ContainerId container, ImageId id, String message, long most) {
        return once(() -> images.commit(container, id, message, most));
    }

    @Override
    public ImageDigest flatten(ContainerId container, ImageId id, String message, long most, LongConsumer progress) {
        return once(() -> images.flatten(container, id, message, most, progress));
    }

    @Override
    public ImageDigest flatten(ImageDigest image, ImageId id, String message, long most, LongConsumer progress) {
        return once(() -> images.flatten(image, id, message, most, progress));
    }

    @Override
    public boolean tagImage(ImageDigest digest, ImageId id) {
        return call(() -> images.tagImage(digest, id));
    }

    @Override
    public boolean removeImage(ImageId id) {
        return call(() -> images.removeImage(id));
    }

    @Override
    public List<EngineContainer> list() {
        return ours().flatMap(ours -> inspected(ours).stream()).toList();
    }

    private Optional<EngineContainer> inspected(Labelled ours) {
        try {
            return find(ours.id());
        } catch (EngineException.Unreachable e) {
            throw e;
        } catch (EngineException e) {
            // One whose files are damaged must not keep all others from being managed.
            LOG.warnf(
                    "container cannot be inspected: account=%s container=%s reason=%s",
                    ours.owner(), ours.id(), e.message());
            return Optional.empty();
        }
    }

    @Override
    public Map<ContainerId, OwnerName> owners() {
        return ours().collect(Collectors.toMap(Labelled::id, Labelled::owner));
    }

    @Override
    public EngineInspection inspection() {
        // By label alone: a container whose other labels or name are wrong must be found, too.
        List<Container> labelled = call(() -> docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                .exec());
        List<Map<String, Object>> containers = labelled.stream()
                .flatMap(listed -> existing(
                        () -> docker.inspectContainerCmd(listed.getId()).exec())
                        .stream())
                .map(DockerObject::getRawValues)
                .toList();
        List<Map<String, Object>> used = containers.stream()
                .map(container -> String.valueOf(container.get("Image")))
                .distinct()
                .flatMap(digest -> existing(() -> docker.inspectImageCmd(digest).exec()).stream())
                .map(DockerObject::getRawValues)
                .toList();
        Info info = call(() -> docker.infoCmd().exec());
        return new EngineInspection(
                String.valueOf(info.getRawValues().get("DefaultRuntime")), containers, used, call(images::tags));
    }

    @Override
    public int count() {
        return (int) ours().count();
    }

    @Override
    public Map<String, Integer> containersOfOtherInstallations() {
        List<Container> labelled = call(() -> docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(DockerNames.INSTALLATION))
                .exec());
        return labelled.stream()
                .map(container -> container.getLabels().getOrDefault(DockerNames.INSTALLATION, ""))
                .filter(id -> !id.isEmpty() && !id.equals(names.installation()))
                .collect(Collectors.toMap(id -> id, id -> 1, Integer::sum, TreeMap::new));
    }

    private Stream<Labelled> ours() {
        List<Container> all = call(() -> docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                .exec());
        return all.stream()
                .flatMap(listed -> names.read(listed.getNames()[0].substring(1), listed.getLabels()).stream());
    }

    @Override
    public Optional<EngineContainer> find(ContainerId id) {
        return existing(() -> docker.inspectContainerCmd(names.container(id)).exec())
                .flatMap(found -> InspectedContainer.read(found, names));
    }

    @Override
    public void ensureNetwork(OwnerName owner) {
        run(() -> networks.ensure(owner));
    }

    @Override
    public int maxContainersPerOwner() {
        return maxContainersPerOwner;
    }

    @Override
    public void removeNetwork(OwnerName owner) {
        run(() -> networks.remove(owner));
    }

    @Override
    public void create(NewContainer container) {
        try {
            run(() -> networks.create(
                    container.owner(),
                    names.container(container.id()),
                    network -> creation.create(container, network)));
        } catch (EngineException e) {
            networks.forget();
            throw e;
        }
    }

    @Override
    public void start(ContainerId id) {
        runUnlessDone(() -> attachment.start(id));
    }

    @Override
    public void stop(ContainerId id, Duration timeout) {
        runUnlessDone(() -> docker.stopContainerCmd(names.container(id))
                .withTimeout((int) timeout.toSeconds())
                .exec());
    }

    @Override
    public void pause(ContainerId id) {
        runUnlessIn(ContainerStatus.PAUSED, id, () -> DockerCalls.pause(docker, names.container(id)));
    }

    @Override
    public void unpause(ContainerId id) {
        runUnlessIn(
                ContainerStatus.RUNNING,
                id,
                () -> docker.unpauseContainerCmd(names.container(id)).exec());
        run(() -> networks.unpaused(names.container(id)));
    }

    /** Does nothing if the container has this status already, perhaps because of the same call before the connection broke. */
    private void runUnlessIn(ContainerStatus status, ContainerId id, Runnable action) {
        run(() -> {
            try {
                action.run();
            } catch (ConflictException
                    | InternalServerErrorException e) { // pausing and unpausing are refused differently
                if (find(id).filter(found -> found.status() == status).isEmpty()) {
                    throw e;
                }
            }
        });
    }

    @Override
    public void remove(ContainerId id) {
        existing(() -> docker.removeContainerCmd(names.container(id))
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    @Override
    public Optional<HostKey> hostKey(ContainerId id) {
        return existing(() -> hostKeys.read(names.container(id)));
    }

    @Override
    public EngineStream<byte[]> logs(ContainerId id, int tail, boolean timestamps, boolean follow) {
        return DockerStream.of(
                clients.withoutTimeout(),
                (client, answer) -> client.logContainerCmd(names.container(id))
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(tail)
                        .withTimestamps(timestamps)
                        .withFollowStream(follow)
                        .exec(answer),
                Frame::getPayload);
    }

    @Override
    public EngineStream<ContainerUsage> usage(ContainerId id, boolean follow) {
        return DockerStream.of(
                clients.withoutTimeout(),
                (client, answer) -> client.statsCmd(names.container(id))
                        .withNoStream(!follow)
                        .exec(answer),
                DockerUsage::of);
    }

    @Override
    public List<ContainerProcess> processes(ContainerId id) {
        return call(() -> processes.list(names.container(id), info().rootUid()));
    }

    @Override
    public void endSessions(ContainerId id, Duration age) {
        run(() -> DockerSessions.end(docker, names.container(id), age));
    }

    @Override
    public Optional<Long> writableLayerBytes(ContainerId id) {
        try (DockerClient client = clients.longRunning()) {
            return existing(() -> client.inspectContainerCmd(names.container(id))
                            .withSize(true)
                            .exec())
                    .map(container -> Objects.requireNonNullElse(container.getSizeRw(), 0L));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String lastOutput(ContainerId id) {
        try (DockerClient client = clients.client()) {
            return DockerLogTail.of(client, names.container(id));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        return new DockerEventStream(clients::listening, names, watcher);
    }
}
