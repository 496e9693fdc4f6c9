package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.DockerObject;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Info;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SwarmMode;
import dcm.contract.preset.PresetOptions;
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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Implements the {@link Engine} port with the Docker Engine through docker-java. */
public final class DockerEngine implements Engine {
    /** An engine with user remapping keeps its data in {@code …/UID.GID}. */
    private static final Pattern REMAPPED_ROOT = Pattern.compile(".*/([0-9]+)\\.([0-9]+)");

    private static final String STOP_SIGNAL = "SIGTERM";

    private static final String DCM_IMAGES = "dcm/";

    private final DockerClients clients;
    private final DockerNames names;
    private final DockerClient docker;
    private final DockerNetworks networks;
    private final OverlayAttachment attachment;
    private final DockerHostKeys hostKeys;
    private final DockerImages images;
    private final DockerProcesses processes;
    private volatile boolean hasLimitingRuntime;

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
        this.clients = new DockerClients(dockerHost);
        this.names = new DockerNames(installation);
        this.docker = clients.client();
        this.networks = new DockerNetworks(docker, names, networkPool);
        this.attachment = new OverlayAttachment(docker, names, swarm);
        this.hostKeys = new DockerHostKeys(clients::client);
        this.processes = new DockerProcesses(clients::transport);
        this.images = new DockerImages(
                docker,
                names,
                clients::longRunning,
                new DockerImport(clients::longRunningTransport, DockerClients.API_VERSION));
    }

    @Override
    public EngineInfo info() {
        Info info = call(() -> docker.infoCmd().exec());
        hasLimitingRuntime = DockerConfiguration.runtimes(info).contains(EngineConfiguration.LIMITING_RUNTIME);
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
        return find(() -> docker.inspectImageCmd(reference).exec())
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
        return ours().flatMap(ours -> find(ours.id()).stream()).toList();
    }

    @Override
    public EngineInspection inspection() {
        // By label alone: a container whose other labels or name are wrong must be found, too.
        List<Container> labelled = call(() -> docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                .exec());
        List<Map<String, Object>> containers = labelled.stream()
                .flatMap(listed ->
                        find(() -> docker.inspectContainerCmd(listed.getId()).exec()).stream())
                .map(DockerObject::getRawValues)
                .toList();
        List<Map<String, Object>> used = containers.stream()
                .map(container -> String.valueOf(container.get("Image")))
                .distinct()
                .flatMap(digest -> find(() -> docker.inspectImageCmd(digest).exec()).stream())
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
        return find(() -> docker.inspectContainerCmd(names.container(id)).exec())
                .flatMap(this::read);
    }

    @Override
    public void ensureNetwork(OwnerName owner) {
        run(() -> networks.ensure(owner));
    }

    @Override
    public void removeNetwork(OwnerName owner) {
        run(() -> networks.remove(owner));
    }

    @Override
    public void create(NewContainer container) {
        try {
            run(() -> createContainer(container));
        } catch (EngineException e) {
            networks.forget();
            throw e;
        }
    }

    private void createContainer(NewContainer container) {
        String name = container.spec().name().value();
        Settings settings = container.spec().settings();
        PresetOptions options = container.spec().options();
        CreateContainerCmd command = docker.createContainerCmd(
                        container.spec().image().digest().value())
                .withName(names.container(container.id()))
                .withHostName(Objects.requireNonNullElse(options.hostname(), name))
                // Always set: an image that was committed from a container has that container's stop signal.
                .withStopSignal(Objects.requireNonNullElse(options.stopSignal(), STOP_SIGNAL))
                .withAliases(name)
                .withLabels(names.labels(container))
                .withEnv(environment(container))
                .withExposedPorts(DockerPorts.exposed(container))
                .withHostConfig(DockerContainerTemplate.of(container, names.network(container.owner()), runtime()));
        if (!settings.command().isEmpty()) {
            command.withCmd(settings.command());
        }
        if (settings.workingDirectory() != null) {
            command.withWorkingDir(settings.workingDirectory());
        }
        command.exec();
    }

    /** As the engine said last: the worker asks for {@link #info} with every heartbeat. Null: the engine's default. */
    private @Nullable String runtime() {
        return hasLimitingRuntime ? EngineConfiguration.LIMITING_RUNTIME : null;
    }

    private static List<String> environment(NewContainer container) {
        Map<String, String> all = new TreeMap<>(container.spec().settings().environment());
        all.put("DCM_USER", container.owner().value());
        all.put("DCM_CONTAINER", container.id().value());
        all.put("DCM_NAME", container.spec().name().value());
        all.put(
                "DCM_HOSTS",
                container.hosts().stream().map(ContainerName::value).collect(Collectors.joining(" ")));
        if (container.spec().settings().timeZone() != null) {
            all.put("TZ", container.spec().settings().timeZone());
        }
        return all.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    @Override
    public void start(ContainerId id) {
        ignoringNotModified(() -> attachment.start(id));
    }

    @Override
    public void stop(ContainerId id, Duration timeout) {
        ignoringNotModified(() -> docker.stopContainerCmd(names.container(id))
                .withTimeout((int) timeout.toSeconds())
                .exec());
    }

    @Override
    public void pause(ContainerId id) {
        run(() -> docker.pauseContainerCmd(names.container(id)).exec());
    }

    @Override
    public void unpause(ContainerId id) {
        run(() -> docker.unpauseContainerCmd(names.container(id)).exec());
    }

    @Override
    public void remove(ContainerId id) {
        find(() -> docker.removeContainerCmd(names.container(id))
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    @Override
    public Optional<HostKey> hostKey(ContainerId id) {
        return find(() -> hostKeys.read(names.container(id)));
    }

    @Override
    public EngineStream<byte[]> logs(ContainerId id, int tail, boolean follow) {
        return DockerStream.of(
                clients.withoutTimeout(),
                (client, answer) -> client.logContainerCmd(names.container(id))
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(tail)
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
            return find(() -> client.inspectContainerCmd(names.container(id))
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
    public AutoCloseable watch(Runnable onChange) {
        return new DockerEventStream(clients::client, Map.of(DockerNames.INSTALLATION, names.installation()), onChange);
    }

    private Optional<EngineContainer> read(InspectContainerResponse found) {
        Map<String, String> labels = found.getConfig().getLabels();
        return names.read(found.getName().substring(1), labels).map(ours -> read(ours, found));
    }

    private static EngineContainer read(Labelled ours, InspectContainerResponse found) {
        ContainerState state = found.getState();
        ContainerStatus status = status(state);
        Instant startedAt = time(state.getStartedAt());
        boolean stopped = status == ContainerStatus.STOPPED && startedAt != null;
        Long exitCode = state.getExitCodeLong();
        return new EngineContainer(
                ours.id(),
                ours.owner(),
                found.getId(),
                status,
                ours.ssh(),
                DockerPorts.published(found.getHostConfig()),
                DockerPresets.sources(found.getHostConfig()),
                startedAt != null,
                startedAt,
                stopped && exitCode != null ? exitCode.intValue() : null,
                Boolean.TRUE.equals(state.getOOMKilled()),
                Boolean.TRUE.equals(state.getRestarting()));
    }

    private static ContainerStatus status(ContainerState state) {
        if (Boolean.TRUE.equals(state.getPaused())) {
            return ContainerStatus.PAUSED;
        }
        return Boolean.TRUE.equals(state.getRunning()) ? ContainerStatus.RUNNING : ContainerStatus.STOPPED;
    }

    /** Docker reports the year 1 for "never". */
    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.startsWith("0001-") ? null : Instant.parse(text);
    }

    private void ignoringNotModified(Runnable action) {
        run(() -> {
            try {
                action.run();
            } catch (NotModifiedException unchanged) {
                // already in the wanted state
            }
        });
    }

    private void run(Runnable action) {
        call(() -> {
            action.run();
            return "";
        });
    }

    private <T> Optional<T> find(Supplier<@Nullable T> action) {
        return call(() -> {
            try {
                return Optional.ofNullable(action.get());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Repeats a call once if the connection broke: a pooled connection is dead after an engine restart. */
    private <T> T call(Supplier<T> action) {
        try {
            return action.get();
        } catch (DockerException e) {
            throw DockerErrors.translate(e);
        } catch (RuntimeException broken) {
            try {
                return action.get();
            } catch (RuntimeException e) {
                throw DockerErrors.translate(e);
            }
        }
    }

    /** For long calls, which must not be repeated. */
    private static <T> T once(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
    }
}
