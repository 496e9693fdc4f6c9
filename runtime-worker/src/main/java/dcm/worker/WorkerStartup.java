package dcm.worker;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.topic.Topic;
import dcm.kafka.LogReader;
import dcm.rest.metrics.LogReaderMetrics;
import dcm.worker.baseimage.ConfiguredBaseImages;
import dcm.worker.baseimage.OfferedBaseImages;
import dcm.worker.doctor.Doctor;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineInfo;
import dcm.worker.firewall.Firewall;
import dcm.worker.heartbeat.CapacityReader;
import dcm.worker.heartbeat.Heartbeat;
import dcm.worker.host.HostLock;
import dcm.worker.host.Membership;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.lifecycle.Problem;
import dcm.worker.lifecycle.WorkerLifecycle;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.lifecycle.WorkerState.CatchingUp;
import dcm.worker.lifecycle.WorkerState.WaitingForAdmission;
import dcm.worker.lifecycle.WorkerState.WaitingForEngine;
import dcm.worker.lifecycle.WorkerState.WaitingForHomes;
import dcm.worker.lifecycle.WorkerState.WaitingForLock;
import dcm.worker.operation.HostImages;
import dcm.worker.operation.HostStorage;
import dcm.worker.operation.OperationContext;
import dcm.worker.ports.AliasPorts;
import dcm.worker.ports.HostPorts;
import dcm.worker.ports.SshPorts;
import dcm.worker.reconcile.LoginKeysPublisher;
import dcm.worker.reconcile.SessionTerminator;
import dcm.worker.registry.Registries;
import dcm.worker.storage.ContainerLogins;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.GatewayKeys;
import dcm.worker.storage.HomeQuotas;
import dcm.worker.storage.Homes;
import dcm.worker.storage.HomesCopies;
import dcm.worker.storage.KeyDirectories;
import dcm.worker.storage.MountRules;
import dcm.worker.swarm.HostNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Starts the worker in the order of its states: acquires the host lock, connects to the Docker Engine, opens the homes,
 * asks to join, then processes orders. Each step waits until it succeeds.
 */
final class WorkerStartup implements WorkerLifecycle.Startup {
    private static final Logger LOG = Logger.getLogger(WorkerStartup.class);

    /** How long an old base image is kept. Must exceed the deadline for beginning an order. */
    private static final Duration BASE_IMAGE_RETENTION = Duration.ofMinutes(5);

    private static final Duration HOMES_PAUSE = Duration.ofSeconds(2);

    private final WorkerContext worker;
    private final WorkerIdentity identity;
    private final WorkerConfig config;
    private final HostName host;
    private final RequestParts parts;
    private final DockerAdapters docker;

    WorkerStartup(WorkerContext worker, RequestParts parts) {
        this.worker = worker;
        this.identity = worker.identity();
        this.config = worker.config();
        this.host = worker.host();
        this.parts = parts;
        this.docker = new DockerAdapters(worker);
    }

    @Override
    public void run(WorkerRun run, WaitingForLock first) throws IOException, InterruptedException {
        run.keep(HostLock.acquire(identity.installation(), host));
        WaitingForEngine waiting = run.enter(first.lockAcquired());
        Engine engine = docker.engine();
        EngineInfo info = EngineRetry.untilDone(engine::info);
        parts.publish(engine);
        LOG.infof(
                "engine found: host=%s engine=%s version=%s remapped=%s",
                host, info.id(), info.version(), info.isRemapped());
        WaitingForAdmission joining = awaitHomes(run, waiting.engineAnswered());
        join(run, joining, engine, info);
    }

    /** Waits until the disk with the homes is mounted. */
    private WaitingForAdmission awaitHomes(WorkerRun run, WaitingForHomes first) throws InterruptedException {
        WaitingForHomes waiting = run.enter(first);
        while (true) {
            try {
                Homes.openRoot(worker.storageRoot(), config.state().resolve("homes"));
                return run.enter(waiting.homesFound());
            } catch (IOException e) {
                if (waiting.problem().isEmpty()) {
                    LOG.errorf("worker waits for the homes: reason=%s", e.getMessage());
                }
                waiting = run.enter(waiting.homesRejected(Objects.requireNonNullElse(e.getMessage(), e.toString())));
                Thread.sleep(HOMES_PAUSE);
            }
        }
    }

    private void join(WorkerRun run, WaitingForAdmission joining, Engine engine, EngineInfo info)
            throws IOException, InterruptedException {
        HomeQuotas homeQuotas = new HomeQuotas();
        HostStorage storage = openStorage(run, engine, info, homeQuotas);
        FinishedOrders finished = new FinishedOrders(config.state().resolve("finished"));
        finished.open();
        Membership membership = new Membership(host, info.id(), identity.installation(), config.joinId());
        run.health().addCause(membership::refusal);
        SessionTerminator sessions = run.keep(new SessionTerminator(engine, worker.clock()).start());
        HostNetworks networks = new HostNetworks(docker.overlays(), config.swarm());
        DesiredHostState desired = new DesiredHostState(host, finished);
        LoginKeysPublisher loginKeys =
                new LoginKeysPublisher(host, desired, storage.keys(), worker.reports(), worker.clock());
        HomesCopies copies = new HomesCopies();
        AccountReading accounts = new AccountReading(
                worker,
                run,
                networks,
                changed -> {
                    storage.keys().apply(changed); // first, so that a removed key cannot log in again
                    sessions.apply(changed);
                    loginKeys.hint();
                    homeQuotas.applyAccounts(changed);
                    copies.apply(changed);
                    storage.quotas().hint();
                },
                owner -> {
                    storage.keys().delete(owner);
                    homeQuotas.remove(owner);
                    copies.remove(owner);
                });
        storage.keys().onMissing(accounts::accountMissing);
        copies.onMissing(accounts::accountMissing);
        LogReader hosts = readTable(run, "hosts", Topic.HOSTS, records -> {
            membership.apply(records);
            networks.applyHosts(records);
            loginKeys.applyHosts(records);
        });
        run.health().addCause(() -> hosts.failure().flatMap(membership::lostAccess));
        OfferedBaseImages baseImages = baseImages(engine, storage);
        LogReader catalog = readTable(run, "catalog", Topic.CATALOG, records -> {
            baseImages.apply(records);
            homeQuotas.applyCatalog(records);
            storage.quotas().hint();
        });
        run.keep(baseImages.start());
        HostPorts ports = new HostPorts(
                new SshPorts(config.aliases().getFirst(), config.sshPorts(), worker.clock()),
                new AliasPorts(config.aliases(), config.ownPorts().orElse(List.of())));
        Firewall firewall = new Firewall(
                identity.installation(), config, () -> ports.published().all(), networks::otherHosts);
        networks.onHostsChanged(firewall::hint);
        Doctor doctor = new Doctor(
                engine,
                worker.storageRoot(),
                config.state().toAbsolutePath(),
                config.sshPorts(),
                config.aliases(),
                config.certificate(),
                storage.quotas(),
                firewall::problem,
                networks::facts,
                worker.clock());
        CapacityReader capacity = new CapacityReader(ports.ssh(), worker.storageRoot());
        Heartbeat heartbeat = run.keep(new Heartbeat(
                        identity,
                        config,
                        engine,
                        baseImages,
                        doctor,
                        capacity,
                        storage.homes(),
                        worker.reports(),
                        membership)
                .start());
        run.health().addCause(() -> heartbeat.engineProblem().map(Problem::temporary));
        HostMetrics.registerHost(heartbeat, doctor, worker.metrics());

        membership.awaitAdmitted();
        CatchingUp loading = run.enter(joining.admitted());
        List<EngineContainer> containers = EngineRetry.untilDone(engine::list);
        Set<OwnerName> owners = containers.stream().map(EngineContainer::owner).collect(Collectors.toSet());
        accounts.start(owners);
        homeQuotas.waitFor(catalog);
        storage.quotas().start();
        HostImages images = docker.hostImages(run, engine);
        OperationContext context =
                new OperationContext(host, engine, ports, storage, mountRules(), images, baseImages::references);
        // They keep their ports and the keys of their owners.
        containers.forEach(container ->
                context.ports().hold(container.id(), container.owner(), container.ssh(), container.ports()));
        storage.keys().keepFor(owners);
        run.keep(firewall.start());
        networks.start(run);
        new OrderProcessing(worker, docker, parts)
                .start(
                        run,
                        context,
                        storage,
                        finished,
                        desired,
                        loginKeys,
                        firewall,
                        capacity,
                        new Registries(homeQuotas::catalog),
                        copies);
        run.keep(loginKeys.start());
        run.enter(loading.caughtUp());
        LOG.infof("worker takes orders: host=%s", host);
    }

    private HostStorage openStorage(WorkerRun run, Engine engine, EngineInfo info, HomeQuotas homeQuotas)
            throws IOException, InterruptedException {
        FilesystemQuotas quotas = run.keep(FilesystemQuotas.of(
                worker.storageRoot(), layers(EngineRetry.untilDone(engine::configuration)), homeQuotas));
        Homes homes = new Homes(worker.storageRoot(), info.rootUid(), info.rootGid(), quotas);
        homes.open();
        run.keep(homes::close);
        KeyDirectories keys = new KeyDirectories(
                config.keys().toAbsolutePath(),
                info.rootUid(),
                info.rootGid(),
                new GatewayKeys(config.gatewayKeys()),
                ContainerLogins.of(host, config.keys().toAbsolutePath()));
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
                docker.baseImageStore(storage),
                config.aliases().getFirst(),
                BASE_IMAGE_RETENTION,
                worker.clock());
    }

    private MountRules mountRules() {
        return new MountRules(Stream.concat(
                        Stream.of(config.storage(), config.keys(), config.state()),
                        config.closed().stream().flatMap(List::stream))
                .toList());
    }

    private LogReader readTable(WorkerRun run, String name, Topic topic, LogReader.Handler handler) {
        return run.read(
                LogReaderMetrics.measure(LogReader.ofTable(name, worker.consumer(), topic, handler), worker.metrics()));
    }
}
