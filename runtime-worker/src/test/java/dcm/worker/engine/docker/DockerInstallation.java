package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.identity.SwarmMode;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineInfo;
import dcm.worker.engine.NewContainer;
import dcm.worker.engine.docker.DockerOwnerNetworks.Sizes;
import dcm.worker.ports.SshPorts;
import dcm.worker.storage.ChangedAccounts;
import dcm.worker.storage.ContainerLogins;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A test's own installation on this machine's Docker Engine. Closing it removes everything that it created. */
final class DockerInstallation implements AutoCloseable {
    static final String IMAGE = "dcm/debian-ssh:13";

    /** The number of this test JVM; two run in parallel, each with its own networks and ports. */
    private static final int FORK = Integer.getInteger("dcm.tests.fork", 1) - 1;

    /** Different from a worker's default. */
    private static final String NETWORKS = "10.%d.0.0/16".formatted(214 + 2 * FORK);

    static final String DOCKER_HOST =
            Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");

    private static final SshPorts PORTS =
            new SshPorts("127.0.0.1", new PortRange(28_200 + 400 * FORK, 28_599 + 400 * FORK), InstantSource.system());

    private final ContainerLogins logins;
    private final String networks;
    private final String name = "it-%08x".formatted(ThreadLocalRandom.current().nextInt());
    private final DockerEngine engine;
    private final DockerClient docker;

    /** An installation whose containers cannot log in to one another. */
    DockerInstallation() {
        this(ContainerLogins.none());
    }

    DockerInstallation(ContainerLogins logins) {
        this(logins, DOCKER_HOST, SwarmMode.OFF);
    }

    /** An installation on another engine. */
    DockerInstallation(String dockerHost, SwarmMode swarm) {
        this(ContainerLogins.none(), dockerHost, swarm);
    }

    /** An installation with its own pool of addresses, whose owners have networks of these sizes. */
    DockerInstallation(ContainerLogins logins, String networks, Sizes sizes) {
        this(logins, DOCKER_HOST, SwarmMode.OFF, networks, sizes);
    }

    private DockerInstallation(ContainerLogins logins, String dockerHost, SwarmMode swarm) {
        this(logins, dockerHost, swarm, NETWORKS, Sizes.STANDARD);
    }

    private DockerInstallation(
            ContainerLogins logins, String dockerHost, SwarmMode swarm, String networks, Sizes sizes) {
        this.logins = logins;
        this.networks = networks;
        this.engine = new DockerEngine(dockerHost, name, networks, swarm, sizes);
        this.docker = client(dockerHost);
    }

    String name() {
        return name;
    }

    /** The engine as the worker uses it. */
    DockerEngine engine() {
        return engine;
    }

    /** The archives as the worker uses them. */
    DockerImageArchives archives() {
        return new DockerImageArchives(DOCKER_HOST, name);
    }

    /** The engine as an administrator uses it. */
    DockerClient docker() {
        return docker;
    }

    String nameOf(ContainerId id) {
        return new DockerNames(name).container(id);
    }

    /** The engine's name of an image that was committed from a container. */
    String nameOf(ImageId id) {
        return new DockerNames(name).image(id);
    }

    /** The same installation as another worker process sees it. */
    DockerEngine anotherEngine(Sizes sizes) {
        return new DockerEngine(DOCKER_HOST, name, networks, SwarmMode.OFF, sizes);
    }

    /** The name of an owner's network in the engine. */
    String networkOf(OwnerName owner) {
        return new DockerNames(name).network(owner);
    }

    /** A created container of the owner Ann on a free port. */
    NewContainer created(Path root) {
        return created(root, PresetOptions.NONE);
    }

    /** The same with a preset. */
    NewContainer created(Path root, PresetOptions options) {
        return created(root, new OwnerName("ann"), "web", options);
    }

    /** The same for an owner and with a name. */
    NewContainer created(Path root, OwnerName owner, String container, PresetOptions options) {
        ContainerSpec spec = new ContainerSpec(
                new ContainerName(container),
                engine.findImage(IMAGE).orElseThrow(),
                new Limits(750, 128, 64, null),
                List.of(),
                null,
                Settings.NONE,
                options.isEmpty() ? null : new Preset(new PresetName("tried"), 1, options));
        ContainerId id =
                new ContainerId("%016x".formatted(ThreadLocalRandom.current().nextLong()));
        NewContainer made = container(root, id, owner, spec, PORTS.take(id).orElseThrow());
        engine.ensureNetwork(owner);
        engine.create(made);
        return made;
    }

    /** A container with its owner's directories below {@code root}. */
    NewContainer container(Path root, ContainerId id, OwnerName owner, ContainerSpec spec, SshEndpoint ssh) {
        EngineInfo info = engine.info();
        KeyDirectories keys = keys(root);
        try {
            Path homes = Files.createDirectories(root.resolve("homes"));
            // The container's root is an unprivileged user here and must reach the mounts.
            for (Path directory : new Path[] {root, homes}) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
            keys.open();
            keys.apply(ChangedAccounts.of(owner));
            Homes.Home home = new Homes(homes, info.rootUid(), info.rootGid(), FilesystemQuotas.none()).ensure(owner);
            return new NewContainer(
                    id, owner, spec, ssh, publish(spec), home.root(), home.user(), keys.of(owner), null, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key directories below {@code root}. */
    KeyDirectories keys(Path root) {
        EngineInfo info = engine.info();
        return new KeyDirectories(
                root.resolve("keys"), info.rootUid(), info.rootGid(), new GatewayKeys(Optional.empty()), logins);
    }

    private static List<PublishedPort> publish(ContainerSpec spec) {
        return spec.ports().stream()
                .map(port -> new PublishedPort("127.0.0.1", port))
                .toList();
    }

    @Override
    public void close() throws IOException {
        engine.list().stream().map(EngineContainer::id).forEach(engine::remove);
        docker.listNetworksCmd()
                .withFilter("label", List.of(DockerNames.INSTALLATION + "=" + name))
                .exec()
                .forEach(network -> remove(network.getId()));
        docker.close();
    }

    private void remove(String network) {
        try {
            docker.removeNetworkCmd(network).exec();
        } catch (NotFoundException removed) {
            // The engine lists a network of a swarm for a moment after its removal.
        } catch (InternalServerErrorException failure) {
            if (!String.valueOf(failure.getMessage()).contains("not found")) {
                throw failure;
            }
            // The same: the engine still knows the network, and its swarm does not.
        }
    }

    private static DockerClient client(String dockerHost) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(dockerHost)
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }
}
