package dcm.worker;

import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import dcm.worker.baseimage.ConfiguredBaseImages;
import dcm.worker.baseimage.OfferedBaseImages;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.EngineInfo;
import dcm.worker.engine.docker.DockerBaseImages;
import dcm.worker.engine.docker.DockerEngine;
import dcm.worker.firewall.Firewall;
import dcm.worker.host.HostLock;
import dcm.worker.host.Membership;
import dcm.worker.host.WorkerConfig;
import dcm.worker.intake.DesiredContainers;
import dcm.worker.intake.DesiredImages;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.intake.KeyedExecutor;
import dcm.worker.intake.OrderConsumer;
import dcm.worker.intake.OwnerRemovals;
import dcm.worker.operation.HostStorage;
import dcm.worker.operation.ImageOperation;
import dcm.worker.operation.OperationContext;
import dcm.worker.operation.Operations;
import dcm.worker.ports.AliasPorts;
import dcm.worker.ports.HostPorts;
import dcm.worker.ports.SshPorts;
import dcm.worker.reconcile.ImageCleanUp;
import dcm.worker.reconcile.OwnerCleanUp;
import dcm.worker.reconcile.Reconciler;
import dcm.worker.reconcile.SessionTerminator;
import dcm.worker.report.Heartbeat;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.HomeQuotas;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;
import dcm.worker.storage.MountRules;
import dcm.worker.storage.SpaceMeter;
import dcm.worker.supervision.Supervised;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Runs the worker of one host in stages: acquire the host lock, connect to the Docker Engine, request to join, load the
 * desired state, then process orders. Each stage waits until it succeeds.
 */
@Startup
@ApplicationScoped
public class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    /** How long an old base image is kept. Must exceed the deadline for beginning an order. */
    private static final Duration OLD_BASE_IMAGES = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration HOMES_PAUSE = Duration.ofSeconds(2);

    private final WorkerConfig config;
    private final ReportPublisher reports;
    private final NotificationPublisher notices;
    private final String installation;
    private final String dockerHost;
    private final KafkaConnection connection;
    private final String version;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<LogReader> readers = new ArrayList<>();
    private final List<Supervised> loops = new ArrayList<>();
    private boolean stopping;
    private volatile Thread life = Thread.ofVirtual().name("worker").unstarted(this::live);
    private volatile Optional<String> blockedReason = Optional.empty();
    private volatile Stage stage = Stage.WAITING_FOR_LOCK;
    private volatile Optional<Engine> engine = Optional.empty();
    private volatile Optional<Heartbeat> heartbeat = Optional.empty();
    private volatile Optional<Membership> membership = Optional.empty();

    /** The startup stage of the worker. */
    public enum Stage {
        WAITING_FOR_LOCK("waiting for another worker of this host to stop"),
        WAITING_FOR_ENGINE("waiting for Docker to answer"),
        WAITING_FOR_HOMES("waiting for the previous directory of homes; see the worker's log"),
        WAITING_FOR_ADMISSION("waiting to be admitted as a host"),
        CATCHING_UP("reading the desired state of this host"),
        WORKING("processing orders"),
        FAILED("failed; see the worker's log");

        private final String sentence;

        Stage(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    Worker(
            WorkerConfig config,
            ReportPublisher reports,
            NotificationPublisher notices,
            @ConfigProperty(name = "dcm.installation") String installation,
            @ConfigProperty(name = "docker.host") String dockerHost,
            KafkaConnection connection,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.reports = reports;
        this.notices = notices;
        this.installation = installation;
        this.dockerHost = dockerHost;
        this.connection = connection;
        this.version = version;
    }

    @PostConstruct
    void start() {
        life.start();
    }

    @PreDestroy
    void stop() {
        synchronized (open) {
            stopping = true;
            life.interrupt();
        }
        closeAll();
    }

    private void closeAll() {
        synchronized (open) {
            readers.clear();
            loops.clear();
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    LOG.warnf("part of the worker could not be closed: reason=%s", e.getMessage());
                }
            }
        }
    }

    /** The engine; empty until it has answered for the first time. */
    public Optional<Engine> engine() {
        return engine;
    }

    public Stage stage() {
        return stage;
    }

    /** Why the worker is refused, or does not process orders although it reached {@link Stage#WORKING}; empty if it does. */
    public Optional<String> trouble() {
        Optional<String> refusal = membership.flatMap(Membership::refusal);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (blockedReason.isPresent()) {
            return blockedReason;
        }
        if (heartbeat.filter(beat -> !beat.engineAnswers()).isPresent()) {
            return Optional.of("Docker does not answer");
        }
        synchronized (open) {
            return Stream.concat(
                            readers.stream()
                                    .flatMap(reader ->
                                            reader.failure().stream().map(failure -> reader.name() + ": " + failure)),
                            loops.stream().flatMap(loop -> loop.failure().stream()))
                    .findFirst();
        }
    }

    /**
     * Called when the host was removed and has joined again with another partition, so that this worker reads the wrong
     * one. Runs on its own thread because it closes the readers that call it.
     */
    private void joinAgain() {
        Thread.ofVirtual().name("join-again").start(() -> {
            LOG.warnf("host has another partition, the worker joins again: host=%s", config.name());
            try {
                life.interrupt();
                life.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            closeAll();
            synchronized (open) {
                if (!stopping) {
                    heartbeat = Optional.empty();
                    stage = Stage.WAITING_FOR_LOCK;
                    life = Thread.ofVirtual().name("worker").start(this::live);
                }
            }
        });
    }

    private void live() {
        try {
            keep(awaitLock());
            stage = Stage.WAITING_FOR_ENGINE;
            Engine engine = new DockerEngine(dockerHost, installation, config.networks());
            EngineInfo info = await(engine::info);
            this.engine = Optional.of(engine);
            join(engine, info);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            stage = Stage.FAILED;
            LOG.errorf(e, "worker failed to start: host=%s", config.name());
        }
    }

    private void join(Engine engine, EngineInfo info) throws IOException, InterruptedException {
        LOG.infof(
                "engine found: host=%s engine=%s version=%s remapped=%s",
                config.name(), info.id(), info.version(), info.isRemapped());
        HomeQuotas allowances = new HomeQuotas();
        awaitHomes();
        FilesystemQuotas quotas =
                keep(FilesystemQuotas.of(config.storage().toAbsolutePath(), layers(await(engine::traits)), allowances));
        Homes homes = new Homes(config.storage().toAbsolutePath(), info.rootUid(), info.rootGid(), quotas);
        homes.open();
        keep(homes::close);
        KeyDirectories keys = new KeyDirectories(
                config.keys().toAbsolutePath(), info.rootUid(), info.rootGid(), new GatewayKeys(config.gatewayKeys()));
        keys.open();
        FinishedOrders finished = new FinishedOrders(config.state().resolve("finished"));
        finished.open();
        Membership membership = new Membership(config.name(), info.id(), installation, this::joinAgain);
        this.membership = Optional.of(membership);
        SessionTerminator sessions = keep(new SessionTerminator(engine, Clock.systemUTC()).start());
        LogReader accounts = readTable("accounts", Topic.ACCOUNTS, records -> {
            keys.take(records); // first, so that a removed key cannot log in again
            sessions.take(records);
            allowances.takeAccounts(records);
            quotas.hint();
        });
        readTable("hosts", Topic.HOSTS, membership::take);
        OfferedBaseImages baseImages = new OfferedBaseImages(
                config.name(),
                new ConfiguredBaseImages(engine, config.baseImages().orElse(List.of())),
                new DockerBaseImages(dockerHost, installation, config.recipes()),
                config.aliases().getFirst(),
                OLD_BASE_IMAGES,
                Clock.systemUTC());
        LogReader catalog = readTable("catalog", Topic.CATALOG, records -> {
            baseImages.apply(records);
            allowances.takeCatalog(records);
            quotas.hint();
        });
        keep(baseImages.start());
        HostPorts ports = new HostPorts(
                new SshPorts(config.aliases().getFirst(), config.sshPorts(), Clock.systemUTC()),
                new AliasPorts(config.aliases(), config.ownPorts().orElse(List.of())));
        Firewall firewall =
                new Firewall(installation, config, () -> ports.published().all());
        heartbeat = Optional.of(keep(
                new Heartbeat(config, installation, version, engine, baseImages, quotas, firewall::problem, reports)
                        .start()));
        stage = Stage.WAITING_FOR_ADMISSION;
        int partition = membership.partition();
        stage = Stage.CATCHING_UP;
        allowances.known(accounts, catalog);
        quotas.start();
        HostStorage storage = new HostStorage(homes, keys, quotas, engine);
        work(engine, storage, finished, baseImages, ports, firewall, partition);
        stage = Stage.WORKING;
        LOG.infof("worker takes orders: host=%s partition=%d", config.name(), partition);
    }

    private void work(
            Engine engine,
            HostStorage storage,
            FinishedOrders finished,
            OfferedBaseImages baseImages,
            HostPorts ports,
            Firewall firewall,
            int partition)
            throws InterruptedException {
        for (EngineContainer container : await(engine::list)) {
            ports.hold(container.id(), container.owner(), container.ssh(), container.ports());
        }
        keep(firewall.start());
        DesiredImages images = new DesiredImages(config.name());
        OwnerRemovals owners = new OwnerRemovals(config.name());
        AtomicReference<Runnable> moreToRemove = new AtomicReference<>(() -> {});
        DesiredContainers wanted = new DesiredContainers(config.name(), finished);
        long replayedUntil = LogReader.end(connection, part(Topic.ORDERS, partition));
        LogReader wantedReader =
                read("wanted", List.of(part(Topic.WANTED, partition)), LogReader.Start.BEGINNING, records -> {
                    wanted.take(records);
                    boolean moreImages = images.take(records);
                    boolean moreOwners = owners.take(records);
                    if (moreImages || moreOwners) {
                        moreToRemove.get().run();
                    }
                });
        while (!wantedReader.awaitCaughtUp(PAUSE)) {
            LOG.debugf("worker waits for the desired state: partition=%d", partition);
        }
        KeyedExecutor lanes = keep(new KeyedExecutor());
        OperationContext host =
                new OperationContext(config.name(), engine, ports, storage, mountRules(), baseImages::references);
        ImageOperation making = new ImageOperation(host);
        Operations operations = new Operations(host, making, Clock.systemUTC());
        OrderConsumer intake = new OrderConsumer(
                config.name(),
                operations,
                reports,
                notices,
                wanted,
                images,
                finished,
                lanes,
                config.startsAtOnce(),
                config.state().resolve("orders-" + partition + ".position"),
                replayedUntil);
        read("orders", List.of(part(Topic.ORDERS, partition)), intake.start(), intake::take);
        ImageCleanUp imageSweep = new ImageCleanUp(config.name(), engine, images, making, reports);
        OwnerCleanUp ownerSweep = new OwnerCleanUp(config.name(), engine, owners, storage.homes(), reports);
        Reconciler reconciler = keep(
                new Reconciler(config.name(), engine, wanted, finished, lanes, reports, ports, imageSweep, ownerSweep)
                        .start());
        keep(new SpaceMeter(
                        config.name(),
                        config.storage().toAbsolutePath(),
                        engine,
                        storage.quotas(),
                        config.measureHomes(),
                        reports::observation)
                .start());
        moreToRemove.set(reconciler::hint);
        keep(engine.watch(() -> {
            reconciler.hint();
            firewall.hint();
        }));
    }

    /**
     * The directory in which the engine has a subvolume for each container; empty if the engine is remote or uses none.
     */
    private static Optional<Path> layers(EngineConfiguration engine) {
        return Optional.of(Path.of(engine.root(), "btrfs", "subvolumes"))
                .filter(directory -> engine.storageDriver().equals("btrfs") && Files.isDirectory(directory));
    }

    private MountRules mountRules() {
        return new MountRules(Stream.concat(
                        Stream.of(config.storage(), config.keys(), config.state()),
                        config.closed().stream().flatMap(List::stream))
                .toList());
    }

    /** Waits until the disk with the homes is mounted. */
    private void awaitHomes() throws InterruptedException {
        stage = Stage.WAITING_FOR_HOMES;
        while (true) {
            try {
                Homes.openRoot(config.storage().toAbsolutePath(), config.state().resolve("homes"));
                blockedReason = Optional.empty();
                return;
            } catch (IOException e) {
                if (blockedReason.isEmpty()) {
                    LOG.errorf("worker waits for the homes: reason=%s", e.getMessage());
                }
                blockedReason = Optional.of(Objects.requireNonNullElse(e.getMessage(), e.toString()));
                Thread.sleep(HOMES_PAUSE);
            }
        }
    }

    private HostLock awaitLock() throws IOException, InterruptedException {
        Optional<HostLock> lock = HostLock.tryTake(installation, config.name());
        if (lock.isEmpty()) {
            LOG.warnf("worker waits for the end of another worker of the host: host=%s", config.name());
        }
        while (lock.isEmpty()) {
            Thread.sleep(PAUSE);
            lock = HostLock.tryTake(installation, config.name());
        }
        return lock.get();
    }

    private static <T> T await(Supplier<T> engineCall) throws InterruptedException {
        while (true) {
            try {
                return engineCall.get();
            } catch (EngineException e) {
                LOG.warnf("engine call failed and is retried: reason=%s", e.message());
                Thread.sleep(PAUSE);
            }
        }
    }

    private LogReader read(
            String name, Collection<TopicPartition> partitions, LogReader.Start start, LogReader.Handler handler) {
        return read(new LogReader(name, connection, partitions, start, handler));
    }

    private LogReader readTable(String name, Topic topic, LogReader.Handler handler) {
        return read(LogReader.ofTable(name, connection, topic, handler));
    }

    private LogReader read(LogReader reader) {
        keep(reader);
        synchronized (open) {
            readers.add(reader);
        }
        return reader.start();
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        synchronized (open) {
            open.push(closeable);
            if (closeable instanceof Supervised supervised) {
                loops.add(supervised);
            }
        }
        return closeable;
    }

    private static TopicPartition part(Topic topic, int partition) {
        return new TopicPartition(topic.topicName(), partition);
    }
}
