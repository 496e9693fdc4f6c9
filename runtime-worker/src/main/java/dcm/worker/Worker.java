package dcm.worker;

import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import dcm.worker.baseimage.ConfiguredBaseImages;
import dcm.worker.baseimage.LoginCheck;
import dcm.worker.baseimage.OfferedBaseImages;
import dcm.worker.doctor.Doctor;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.EngineInfo;
import dcm.worker.engine.ImageArchives;
import dcm.worker.engine.docker.DockerBaseImages;
import dcm.worker.engine.docker.DockerEngine;
import dcm.worker.engine.docker.DockerImageArchives;
import dcm.worker.engine.docker.DockerOverlays;
import dcm.worker.firewall.Firewall;
import dcm.worker.heartbeat.CapacityReader;
import dcm.worker.heartbeat.Heartbeat;
import dcm.worker.host.HostLock;
import dcm.worker.host.Membership;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.intake.OrderConsumer;
import dcm.worker.intake.OrderExecution;
import dcm.worker.intake.OrderPosition;
import dcm.worker.intake.OrderQueue;
import dcm.worker.intake.StartSlots;
import dcm.worker.lifecycle.WorkerLife;
import dcm.worker.lifecycle.WorkerLifecycle;
import dcm.worker.lifecycle.WorkerState.CatchingUp;
import dcm.worker.lifecycle.WorkerState.WaitingForAdmission;
import dcm.worker.lifecycle.WorkerState.WaitingForEngine;
import dcm.worker.lifecycle.WorkerState.WaitingForHomes;
import dcm.worker.lifecycle.WorkerState.WaitingForLock;
import dcm.worker.operation.HostImages;
import dcm.worker.operation.HostStorage;
import dcm.worker.operation.ImageOperation;
import dcm.worker.operation.ImageTest;
import dcm.worker.operation.ImageUploads;
import dcm.worker.operation.ImportOperation;
import dcm.worker.operation.OperationContext;
import dcm.worker.operation.Operations;
import dcm.worker.ports.AliasPorts;
import dcm.worker.ports.HostPorts;
import dcm.worker.ports.SshPorts;
import dcm.worker.reconcile.ContainerReconciler;
import dcm.worker.reconcile.ImageReconciler;
import dcm.worker.reconcile.OwnerReconciler;
import dcm.worker.reconcile.Reconciler;
import dcm.worker.reconcile.SessionTerminator;
import dcm.worker.registry.InstallationRegistry;
import dcm.worker.registry.PulledImageCache;
import dcm.worker.registry.Registries;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import dcm.worker.storage.ContainerLogins;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.HomeQuotas;
import dcm.worker.storage.Homes;
import dcm.worker.storage.HomesArrival;
import dcm.worker.storage.KeyDirectories;
import dcm.worker.storage.MountRules;
import dcm.worker.storage.SpaceMeter;
import dcm.worker.swarm.HostNetworks;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Creates the parts of this host's worker and connects them, in the order of the states of its life: acquires the host
 * lock, connects to the Docker Engine, opens the homes, asks to join, loads the desired state, then processes orders.
 * Each step waits until it succeeds.
 */
@Startup
@ApplicationScoped
public class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);

    /** How long an old base image is kept. Must exceed the deadline for beginning an order. */
    private static final Duration BASE_IMAGE_RETENTION = Duration.ofMinutes(5);

    /** How long an order to import an image and its upload wait for each other. */
    private static final Duration UPLOAD_PAUSE = Duration.ofSeconds(30);

    /** Images of other hosts have names of their own in the engine. */
    private static final String PULLED = "-pulled";

    private static final Duration ENGINE_PAUSE = Duration.ofMillis(500);
    private static final Duration HOMES_PAUSE = Duration.ofSeconds(2);
    private static final Duration DESIRED_STATE_PAUSE = Duration.ofMillis(500);

    private final WorkerIdentity identity;
    private final WorkerConfig config;
    private final String dockerHost;
    private final KafkaConnection connection;
    private final ReportPublisher reports;
    private final NotificationPublisher notifications;
    private final HostName host;
    private final Path storageRoot;
    private final Clock clock = Clock.systemUTC();
    private final WorkerLifecycle lifecycle;
    private volatile Optional<Engine> engine = Optional.empty();
    private volatile Optional<SpaceMeter> spaceMeter = Optional.empty();
    private volatile Optional<UserImages> images = Optional.empty();
    private volatile Optional<MovedHomes> movedHomes = Optional.empty();

    Worker(
            WorkerIdentity identity,
            WorkerConfig config,
            @ConfigProperty(name = "docker.host") String dockerHost,
            KafkaConnection connection,
            ReportPublisher reports,
            NotificationPublisher notifications) {
        this.identity = identity;
        this.config = config;
        this.dockerHost = dockerHost;
        this.connection = connection;
        this.reports = reports;
        this.notifications = notifications;
        this.host = identity.host();
        this.storageRoot = config.storage().toAbsolutePath();
        this.lifecycle = new WorkerLifecycle(host, this::startUp);
    }

    @PostConstruct
    void start() {
        lifecycle.start();
    }

    @PreDestroy
    void stop() {
        lifecycle.stop();
    }

    /** The engine; empty until it has answered for the first time. */
    public Optional<Engine> engine() {
        return engine;
    }

    /** Measures homes and containers; empty until the worker executes orders. */
    public Optional<SpaceMeter> spaceMeter() {
        return spaceMeter;
    }

    /** Archives of owners' images; empty until the worker takes orders for the first time. */
    public Optional<UserImages> images() {
        return images;
    }

    /** Homes that are moved to another host; empty until the worker takes orders for the first time. */
    public Optional<MovedHomes> movedHomes() {
        return movedHomes;
    }

    /** The current life of the worker. */
    public WorkerLife life() {
        return lifecycle.life();
    }

    private void startUp(WorkerLife life, WaitingForLock first) throws IOException, InterruptedException {
        life.keep(HostLock.acquire(identity.installation(), host));
        WaitingForEngine waiting = life.enter(first.lockAcquired());
        Engine docker = new DockerEngine(
                dockerHost,
                identity.installation(),
                config.networks(),
                config.swarm().mode());
        EngineInfo info = retried(docker::info);
        engine = Optional.of(docker);
        LOG.infof(
                "engine found: host=%s engine=%s version=%s remapped=%s",
                host, info.id(), info.version(), info.isRemapped());
        WaitingForAdmission joining = awaitHomes(life, waiting.engineAnswered());
        join(life, joining, docker, info);
    }

    /** Waits until the disk with the homes is mounted. */
    private WaitingForAdmission awaitHomes(WorkerLife life, WaitingForHomes first) throws InterruptedException {
        WaitingForHomes waiting = life.enter(first);
        while (true) {
            try {
                Homes.openRoot(storageRoot, config.state().resolve("homes"));
                return life.enter(waiting.homesFound());
            } catch (IOException e) {
                if (waiting.problem().isEmpty()) {
                    LOG.errorf("worker waits for the homes: reason=%s", e.getMessage());
                }
                waiting = life.enter(waiting.homesRejected(Objects.requireNonNullElse(e.getMessage(), e.toString())));
                Thread.sleep(HOMES_PAUSE);
            }
        }
    }

    private void join(WorkerLife life, WaitingForAdmission joining, Engine engine, EngineInfo info)
            throws IOException, InterruptedException {
        HomeQuotas homeQuotas = new HomeQuotas();
        HostStorage storage = openStorage(life, engine, info, homeQuotas);
        FinishedOrders finished = new FinishedOrders(config.state().resolve("finished"));
        finished.open();
        Membership membership = new Membership(host, info.id(), identity.installation(), config.joinId());
        life.health().addCause(membership::refusal);
        SessionTerminator sessions = life.keep(new SessionTerminator(engine, clock).start());
        HostNetworks networks = new HostNetworks(
                new DockerOverlays(
                        dockerHost, identity.installation(), config.swarm().mode()),
                config.swarm());
        LogReader accounts = readTable(life, "accounts", Topic.ACCOUNTS, records -> {
            storage.keys().apply(records); // first, so that a removed key cannot log in again
            networks.applyAccounts(records);
            sessions.apply(records);
            homeQuotas.applyAccounts(records);
            storage.quotas().hint();
        });
        readTable(life, "hosts", Topic.HOSTS, records -> {
            membership.apply(records);
            networks.applyHosts(records);
        });
        OfferedBaseImages baseImages = baseImages(engine, storage);
        LogReader catalog = readTable(life, "catalog", Topic.CATALOG, records -> {
            baseImages.apply(records);
            homeQuotas.applyCatalog(records);
            storage.quotas().hint();
        });
        life.keep(baseImages.start());
        HostPorts ports = new HostPorts(
                new SshPorts(config.aliases().getFirst(), config.sshPorts(), clock),
                new AliasPorts(config.aliases(), config.ownPorts().orElse(List.of())));
        Firewall firewall = new Firewall(
                identity.installation(), config, () -> ports.published().all(), networks::otherHosts);
        networks.onHostsChanged(firewall::hint);
        Doctor doctor = new Doctor(
                engine, storageRoot, config.sshPorts(), storage.quotas(), firewall::problem, networks::facts, clock);
        CapacityReader capacity = new CapacityReader(ports.ssh(), storageRoot);
        Heartbeat heartbeat = life.keep(
                new Heartbeat(identity, config, engine, baseImages, doctor, capacity, storage.homes(), reports)
                        .start());
        life.health().addCause(heartbeat::engineProblem);

        membership.awaitAdmitted();
        CatchingUp loading = life.enter(joining.admitted());
        homeQuotas.waitFor(accounts, catalog);
        storage.quotas().start();
        HostImages images = hostImages(life, engine);
        OperationContext context =
                new OperationContext(host, engine, ports, storage, mountRules(), images, baseImages::references);
        holdPorts(context);
        life.keep(firewall.start());
        networks.start(life);
        processOrders(life, context, storage, finished, firewall, capacity, new Registries(homeQuotas::catalog));
        life.enter(loading.caughtUp());
        LOG.infof("worker takes orders: host=%s", host);
    }

    private HostStorage openStorage(WorkerLife life, Engine engine, EngineInfo info, HomeQuotas homeQuotas)
            throws IOException, InterruptedException {
        FilesystemQuotas quotas =
                life.keep(FilesystemQuotas.of(storageRoot, layers(retried(engine::configuration)), homeQuotas));
        Homes homes = new Homes(storageRoot, info.rootUid(), info.rootGid(), quotas);
        homes.open();
        life.keep(homes::close);
        KeyDirectories keys = new KeyDirectories(
                config.keys().toAbsolutePath(),
                info.rootUid(),
                info.rootGid(),
                new GatewayKeys(config.gatewayKeys()),
                ContainerLogins.of(config.loginSecret()));
        keys.open();
        return new HostStorage(homes, keys, quotas, engine);
    }

    /**
     * The directory in which the engine has a subvolume for each container; empty if the engine is remote or uses none.
     */
    private static Optional<Path> layers(EngineConfiguration engine) {
        return Optional.of(Path.of(engine.root(), "btrfs", "subvolumes"))
                .filter(directory -> engine.storageDriver().equals("btrfs") && Files.isDirectory(directory));
    }

    private OfferedBaseImages baseImages(Engine engine, HostStorage storage) {
        return new OfferedBaseImages(
                host,
                new ConfiguredBaseImages(engine, config.baseImages().orElse(List.of())),
                baseImageStore(storage),
                config.aliases().getFirst(),
                BASE_IMAGE_RETENTION,
                clock);
    }

    private BaseImageStore baseImageStore(HostStorage storage) {
        return new DockerBaseImages(
                dockerHost, identity.installation(), config.networks(), config.recipes(), storage.quotas()::layerBytes);
    }

    private MountRules mountRules() {
        return new MountRules(Stream.concat(
                        Stream.of(config.storage(), config.keys(), config.state()),
                        config.closed().stream().flatMap(List::stream))
                .toList());
    }

    private HostImages hostImages(WorkerLife life, Engine engine) throws IOException {
        String pulled = identity.installation() + PULLED;
        PulledImageCache cache = life.keep(new PulledImageCache(
                        config.state().resolve("pulled"),
                        new DockerEngine(dockerHost, pulled, config.networks())::removeImage,
                        clock)
                .start());
        return InstallationRegistry.of(
                config,
                engine,
                new DockerImageArchives(dockerHost, identity.installation()),
                new DockerImageArchives(dockerHost, pulled),
                cache);
    }

    private static void holdPorts(OperationContext context) throws InterruptedException {
        for (EngineContainer container : retried(context.engine()::list)) {
            context.ports().hold(container.id(), container.owner(), container.ssh(), container.ports());
        }
    }

    private void processOrders(
            WorkerLife life,
            OperationContext context,
            HostStorage storage,
            FinishedOrders finished,
            Firewall firewall,
            CapacityReader capacity,
            Registries registries)
            throws InterruptedException {
        Engine engine = context.engine();
        TopicPartition orders = new TopicPartition(Topic.ORDERS.topicName(host), 0);
        DesiredHostState desired = new DesiredHostState(host, finished);
        OrderQueue queue = new OrderQueue(finished);
        ImageArchives archives = new DockerImageArchives(dockerHost, identity.installation());
        ImageUploads uploads = new ImageUploads(UPLOAD_PAUSE);
        ImageTest test =
                new LoginCheck(baseImageStore(storage), config.aliases().getFirst());
        ImageOperation imageOperation = new ImageOperation(
                context,
                new ImportOperation(
                        context,
                        archives,
                        uploads,
                        registries,
                        test,
                        image -> desired.image(image).isPresent(),
                        clock));
        Reconciler reconciler = new Reconciler(
                new ContainerReconciler(host, engine, desired, queue, context.ports(), reports),
                new ImageReconciler(host, engine, desired, imageOperation, reports),
                new OwnerReconciler(host, engine, desired, storage.homes(), reports));

        long replayedUntil = LogReader.end(connection, orders);
        loadDesiredState(life, desired, reconciler::hint);
        capacity.containersLoaded(desired::containers);
        life.keep(queue);
        OrderExecution execution = new OrderExecution(
                new Operations(context, imageOperation, clock),
                new StartSlots(config.startsAtOnce(), clock),
                queue,
                reports,
                notifications);
        OrderPosition position = new OrderPosition(config.state().resolve("orders.position"));
        OrderConsumer consumer = new OrderConsumer(host, desired, queue, execution, position, replayedUntil);
        movedHomes = Optional.of(new MovedHomes(
                storage.homes(), new HomesArrival(host, storage.homes(), desired::mustDeleteHomes, reports, clock)));
        images = Optional.of(new UserImages(desired, archives, uploads, registries));
        life.read(new LogReader("orders", connection, List.of(orders), consumer.start(), consumer::apply));

        life.keep(reconciler.start());
        spaceMeter = Optional.of(life.keep(
                new SpaceMeter(host, storageRoot, engine, storage.quotas(), config.measureHomes(), reports).start()));
        life.keep(engine.watch(() -> {
            reconciler.hint();
            firewall.hint();
        }));
    }

    private void loadDesiredState(WorkerLife life, DesiredHostState desired, Runnable onMoreToReconcile)
            throws InterruptedException {
        LogReader reader = life.read(new LogReader(
                "wanted",
                connection,
                List.of(new TopicPartition(Topic.WANTED.topicName(host), 0)),
                LogReader.Start.BEGINNING,
                records -> {
                    if (desired.apply(records)) {
                        onMoreToReconcile.run();
                    }
                }));
        while (!reader.awaitCaughtUp(DESIRED_STATE_PAUSE)) {
            LOG.debugf("worker waits for the desired state: host=%s", host);
        }
    }

    private LogReader readTable(WorkerLife life, String name, Topic topic, LogReader.Handler handler) {
        return life.read(LogReader.ofTable(name, connection, topic, handler));
    }

    private static <T> T retried(Supplier<T> engineCall) throws InterruptedException {
        while (true) {
            try {
                return engineCall.get();
            } catch (EngineException e) {
                LOG.warnf("engine call failed and is retried: reason=%s", e.message());
                Thread.sleep(ENGINE_PAUSE);
            }
        }
    }
}
