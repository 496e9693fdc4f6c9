package dcm.stack.lifecycle;

import dcm.kafka.archive.LogArchive;
import dcm.stack.account.FirstAdministrator;
import dcm.stack.backup.BackupLock;
import dcm.stack.backup.InstallationCopy;
import dcm.stack.backup.Repository;
import dcm.stack.backup.Restoration;
import dcm.stack.engine.AliasInterface;
import dcm.stack.engine.BaseImage;
import dcm.stack.engine.RecordedRemovals;
import dcm.stack.engine.ReplacedEngine;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import dcm.stack.join.ClusterCertificates;
import dcm.stack.join.HostCertificate;
import dcm.stack.join.HostSwarm;
import dcm.stack.kafka.ForeignCluster;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.kafka.LogCompaction;
import dcm.stack.kafka.LogSize;
import dcm.stack.kafka.LogTopics;
import dcm.stack.keycloak.KeycloakClientSetup;
import dcm.stack.keycloak.KeycloakServer;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.PartTarget;
import dcm.stack.part.ServerPrograms;
import dcm.stack.part.StartupStep;
import dcm.stack.part.Versions;
import dcm.stack.postgres.ForeignDatabaseProbe;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.registry.ImageRegistry;
import dcm.stack.registry.ReferencedImages;
import dcm.stack.service.AdmissionRebuild;
import dcm.stack.service.GatewayKey;
import dcm.stack.service.IssuerProbe;
import dcm.stack.service.StackServices;
import dcm.stack.service.ViewPositions;
import dcm.stack.service.ViewsRebuild;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** All parts of an installation on this machine, and the order in which they start and stop. */
public final class Stack {
    private final Installation installation;
    private final List<StartupStep> preparations;
    private final Part postgres;
    private final Part kafka;
    private final Part keycloak;
    private final Part imageRegistry;
    private final List<Part> services;
    private final Optional<StartupStep> replacedEngine;

    public Stack(Installation installation) {
        this.installation = installation;
        this.postgres = new PostgresServer(installation);
        this.kafka = new KafkaBroker(installation);
        this.keycloak = new KeycloakServer(installation);
        this.imageRegistry = new ImageRegistry(installation);
        this.preparations = preparations();
        this.replacedEngine = ReplacedEngine.step(installation);
        this.services = new StackServices(installation, preparations, replacedEngine).all();
    }

    /** The steps that must be complete before DCM's services start, in addition to the servers they need. */
    private List<StartupStep> preparations() {
        if (installation.joined().isPresent()) {
            return List.of(new HostCertificate(installation).step(), new AliasInterface(installation).step());
        }
        var steps = new ArrayList<>(List.of(
                new ClusterCertificates(installation).step(),
                new LogTopics(installation).step(),
                new GatewayKey(installation).step(),
                new WorkerTokenKey(installation).step(),
                new AliasInterface(installation).step()));
        if (installation.swarm().mode().isOn()) {
            steps.add(new HostSwarm(installation).step());
        }
        installation.foreignIssuer().ifPresent(issuer -> steps.add(new IssuerProbe(issuer).step()));
        installation.foreignBroker().ifPresent(broker -> steps.add(new ForeignCluster(installation).step()));
        installation
                .foreignDatabases()
                .ifPresent(databases -> steps.add(new ForeignDatabaseProbe(installation).step()));
        return steps;
    }

    /** What a start does on a host that joined, except starting the worker. */
    public void prepareHost(Consumer<String> progress) {
        if (installation.joined().isPresent()) {
            preparations.forEach(step -> step.action().accept(progress));
        }
    }

    /** The steps that must be complete before the services start. They can be repeated while DCM runs. */
    List<StartupStep> preparationSteps() {
        return Stream.concat(preparations.stream(), Stream.of(BaseImage.step(installation)))
                .toList();
    }

    /** All parts, dependencies first. */
    public List<Part> parts() {
        if (installation.joined().isPresent()) {
            return services;
        }
        var parts = new ArrayList<Part>();
        if (installation.foreignDatabases().isEmpty()) {
            parts.add(postgres);
        }
        if (installation.foreignBroker().isEmpty()) {
            parts.add(kafka);
        }
        if (installation.foreignIssuer().isEmpty()) {
            parts.add(keycloak);
        }
        if (installation.runsImageRegistry()) {
            parts.add(imageRegistry);
        }
        parts.addAll(services);
        return parts;
    }

    public Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackFailure("Unknown part '%s'. The parts are: %s."
                        .formatted(name, parts().stream().map(Part::name).collect(Collectors.joining(", ")))));
    }

    /** The process of a part, or of the supervisor. */
    public PartProcess process(String name) {
        return name.equals(SupervisorProcess.NAME)
                ? SupervisorProcess.process(installation)
                : part(name).process();
    }

    public boolean healthy() {
        return health().values().stream().allMatch(Boolean::booleanValue);
    }

    /** Whether each part is healthy now, in the order of {@link #parts}; checked concurrently. */
    public Map<Part, Boolean> health() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new LinkedHashMap<Part, CompletableFuture<Boolean>>();
            for (Part part : parts()) {
                answers.put(
                        part, CompletableFuture.supplyAsync(() -> part.pid().isPresent() && part.healthy(), threads));
            }
            var health = new LinkedHashMap<Part, Boolean>();
            answers.forEach((part, answer) -> health.put(part, answer.join()));
            return health;
        }
    }

    /**
     * Starts what is not running and returns when everything is healthy.
     *
     * @param progress receives a line for each part or step that is complete
     * @return false if everything was healthy and nothing was done
     * @throws StackFailure at the first part that fails; started parts keep running for diagnosis
     */
    public boolean up(Consumer<String> progress) {
        return start(false, progress);
    }

    /** The same, and from now on restarts parts that end. */
    public boolean upSupervised(Consumer<String> progress) {
        return start(true, progress);
    }

    private boolean start(boolean supervised, Consumer<String> progress) {
        requireStartable();
        EarlierWorkerUnit.replace(installation);
        try (var _ = new LauncherLock(installation, progress)) {
            requireStartable();
            storeSettings(installation, progress);
            StandIns.clearAbandonedRoutes(installation);
            if (PartProcesses.areUnits(installation)) {
                Set<String> names = parts().stream().map(Part::name).collect(Collectors.toSet());
                PartTarget.retain(names);
                PartTarget.enable(installation, names);
            }
            if (healthy()) {
                installation.settingsFile().recordStart(true);
                ensureSupervised(supervised);
                return false;
            }
            requireFreePorts();
            new NewestVersion(installation).record(Versions.of("dcm"));
            if (parts().stream().allMatch(part -> part.pid().isEmpty())) {
                ServerPrograms.deleteOthers(installation);
                new UpgradeRecord(installation).finish();
            }
            installation.settingsFile().recordStart(false);
            var steps = new ArrayList<>(preparations);
            parts().forEach(part -> steps.add(StartupStep.of(part)));
            replacedEngine.ifPresent(steps::add);
            steps.add(BaseImage.step(installation));
            if (installation.joined().isEmpty()) {
                steps.add(new FirstAdministrator(installation).step());
                steps.add(new RecordedRemovals(installation).step());
            }
            if (installation.joined().isEmpty() && installation.foreignIssuer().isEmpty()) {
                steps.add(new KeycloakClientSetup(installation).step());
            }
            try {
                StartupSteps.run(
                        steps, new StepTimes(installation.home().resolve("start-seconds.properties")), progress);
            } catch (StackFailure e) {
                // systemd keeps what runs, such as the worker of a host that waits for an administrator.
                if (PartProcesses.areUnits(installation)) {
                    PartTarget.started();
                }
                throw e;
            }
            installation.settingsFile().recordStart(true);
            ensureSupervised(supervised);
            return true;
        }
    }

    /** Stores the settings, and names those that are not stored any more. */
    static void storeSettings(Installation installation, Consumer<String> progress) {
        List<String> dropped = installation.store();
        if (!dropped.isEmpty()) {
            progress.accept("settings … no longer stored, because they have no effect now or are the defaults: "
                    + String.join(", ", dropped));
        }
    }

    /** @throws StackFailure if the settings or the data do not permit a start */
    void requireStartable() {
        requireStoppedForOtherSettings();
        Restoration.requireNone(installation.home());
        new Configuration(
                        installation.programs(),
                        Map.of("DCM_HOME", installation.home().toString()))
                .requireKnown();
        if (installation.foreignBroker().isPresent()
                && installation.clusterAddress().isPresent()) {
            throw new StackFailure(Configuration.FOREIGN_BROKER_WITHOUT_HOSTS);
        }
        if (parts().stream().anyMatch(part -> part.name().equals("postgres"))) {
            new PostgresServer(installation).requireReadable();
        }
        List<String> unreadable = Configuration.unreadableFiles(installation);
        if (!unreadable.isEmpty()) {
            throw new StackFailure(String.join("\n", unreadable));
        }
    }

    /** Under the launcher's lock, so that no supervisor starts after a stop. */
    private void ensureSupervised(boolean supervised) {
        if (PartProcesses.areUnits(installation)) {
            PartTarget.started();
        } else if (supervised) {
            SupervisorProcess.ensureRunning(installation);
        }
    }

    /**
     * Rebuilds the state of admission from the log. The instances of command-service that run are stopped meanwhile.
     *
     * @return what the rebuild printed
     */
    public String rebuildAdmission(Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            List<Part> instances = installation.instances().of("command-service").stream()
                    .map(instance -> part(instance.name()))
                    .filter(instance -> instance.pid().isPresent())
                    .toList();
            instances.forEach(instance -> {
                instance.stop();
                progress.accept(instance.name() + " … stopped");
            });
            try {
                return new AdmissionRebuild(installation, installation.home().resolve("app/command-service")).run();
            } finally {
                // Also after a failure, which does not change the state.
                instances.forEach(instance -> {
                    instance.start();
                    progress.accept(instance.name() + " … ready");
                });
            }
        }
    }

    /**
     * Deletes the images in the image registry that nothing in the log refers to. No backup may be in progress, because it reads them.
     *
     * @param olderThan younger images are kept, because their commits may be in progress
     * @return how many were deleted
     */
    public int prune(Instant olderThan, Consumer<String> progress) {
        try (var _ = new BackupLock(installation.home());
                var _ = new LauncherLock(installation, progress)) {
            Set<String> referenced = ReferencedImages.read(
                            installation.kafka(), LogArchive.open(installation.logArchive()))
                    .tags();
            return ((ImageRegistry) part(ImageRegistry.NAME)).prune(referenced, olderThan);
        }
    }

    /**
     * Copies the log, the databases, the secrets and the settings as they are at one moment. All parts continue.
     *
     * @param target an empty directory
     * @return for how long requests waited
     */
    public Duration copyTo(Path target, Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            if (kafka.pid().isEmpty() && kafka.healthy()) {
                throw new StackFailure(
                        "Kafka runs, but this command does not know its process, so that it cannot pause it. Start DCM with ./dcm up.");
            }
            return new InstallationCopy(installation, target).make(kafka::pid, progress);
        }
    }

    /**
     * What a compaction has done, or would do.
     *
     * @param size of the topics before
     * @param archive afterwards
     */
    public record Compaction(LogSize size, LogCompaction.Plan plan, LogArchive archive) {}

    /**
     * Moves records from the topics into the archive of the log. All parts continue.
     *
     * @param olderThan later records stay
     * @param dryRun whether nothing is changed
     */
    public Compaction compactLog(Instant olderThan, boolean dryRun, Consumer<String> progress) {
        try (var _ = LauncherLock.besideSupervisor(installation, progress);
                Admin admin = Admin.create(installation.kafka().properties())) {
            requireRebuildHere();
            if (servers().anyMatch(server -> !server.healthy())) {
                throw new StackFailure("Kafka and PostgreSQL must run for this. Start DCM: ./dcm up");
            }
            LogSize size = LogSize.of(admin);
            var compaction = new LogCompaction(
                    installation.kafka(), installation.logArchive(), ViewPositions.of(installation.viewsDatabase()));
            LogCompaction.Plan plan = compaction.plan(olderThan);
            if (!dryRun) {
                requireSpace(size, plan);
            }
            LogArchive archive = dryRun ? LogArchive.open(installation.logArchive()) : compaction.run(plan, progress);
            return new Compaction(size, plan, archive);
        } catch (ExecutionException e) {
            throw new StackFailure("The size of the log cannot be read: %s".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while the log was compacted.", e);
        }
    }

    /** The archive is written before Kafka deletes anything, and Kafka needs space meanwhile. The archive is compressed, but how well is not known. */
    private void requireSpace(LogSize size, LogCompaction.Plan plan) {
        try {
            Path archive = installation.logArchive();
            FileStore disk = Files.getFileStore(Files.exists(archive) ? archive : archive.getParent());
            long needed = size.records() == 0 ? 0 : Math.round((double) size.bytes() * plan.moved() / size.records());
            long free = Math.max(0, disk.getUsableSpace() - disk.getTotalSpace() / 20);
            if (needed > free) {
                throw new StackFailure(
                        "The archive needs up to %s, and only %s are free, apart from a twentieth of the disk that must stay free. Move less: use a larger number of days for --keep."
                                .formatted(Repository.size(needed), Repository.size(free)));
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read the free space of %s: %s".formatted(installation.home(), e), e);
        }
    }

    /** Only the launcher's rebuilds read the archive. */
    private void requireRebuildHere() {
        if (!Files.exists(installation.home().resolve("app/projection-service"))) {
            throw new StackFailure(
                    "The views of this installation cannot be rebuilt here, so its log cannot be compacted: there is no %s. Start DCM with ./dcm up first. With Docker Compose, the log cannot be compacted."
                            .formatted(installation.home().resolve("app/projection-service")));
        }
    }

    /** Starts what a rebuild or a compaction needs. */
    private void startServers() {
        servers().forEach(Part::start);
    }

    /** Kafka and PostgreSQL, if others do not run them. */
    private Stream<Part> servers() {
        return parts().stream().filter(part -> List.of(kafka, postgres).contains(part));
    }

    /** Builds the views again from the log, beside the services that use the old ones. */
    public ViewsRebuild.Result rebuildViews(Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            startServers();
        }
        try (var _ = LauncherLock.besideSupervisor(installation, progress)) {
            return new ViewsRebuild(installation, installation.home().resolve("app/projection-service")).run(progress);
        }
    }

    /**
     * Stops parts and starts them again.
     *
     * @throws StackFailure if one of them is unknown or does not run; nothing is restarted then
     */
    public void restart(List<String> names, Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            requireStartable();
            List<Part> restarted = names.stream().distinct().map(this::part).toList();
            restarted.stream()
                    .filter(part -> !part.process().isWanted())
                    .findFirst()
                    .ifPresent(stopped -> {
                        throw new StackFailure("%s does not run. Start it: ./dcm up".formatted(stopped.name()));
                    });
            for (Part part : restarted) {
                part.stop();
                part.start(progress);
                progress.accept(part.name() + " … restarted");
            }
        }
    }

    /** Stops all parts, dependents first. */
    public void down(Consumer<String> progress) {
        EarlierWorkerUnit.stop(installation);
        try (var _ = new LauncherLock(installation, progress);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SupervisorProcess.stop(installation);
            ViewsRebuild.stopAbandoned(installation);
            StandIns.stopAll(installation);
            new UpgradeRecord(installation).abandon();
            for (List<Part> together : List.of(services, List.of(imageRegistry, keycloak, kafka), List.of(postgres))) {
                // What has ended without a command must not be started again.
                together.stream()
                        .filter(part -> part.pid().isEmpty())
                        .forEach(part -> part.process().stop());
                together.stream()
                        .filter(part -> part.pid().isPresent())
                        .map(part -> CompletableFuture.runAsync(
                                () -> {
                                    part.stop();
                                    progress.accept(part.name() + " … stopped");
                                },
                                threads))
                        .toList()
                        .forEach(CompletableFuture::join);
            }
            if (PartProcesses.areUnits(installation)) {
                PartTarget.stop();
            }
        }
    }

    /** A running part would keep the earlier settings. */
    private void requireStoppedForOtherSettings() {
        List<String> changed = installation.changedSettings();
        // Also servers that others run with the new settings.
        Stream<Part> all = Stream.concat(parts().stream(), Stream.of(postgres, kafka, keycloak, imageRegistry));
        if (!changed.isEmpty() && all.anyMatch(part -> part.pid().isPresent())) {
            throw new StackFailure("These settings can be changed only while DCM is stopped: %s. First run: ./dcm down"
                    .formatted(String.join(", ", changed)));
        }
    }

    /** Reports all ports that other programs use before anything is started. */
    private void requireFreePorts() {
        List<String> taken = parts().stream()
                .filter(part -> part.pid().isEmpty())
                .flatMap(part -> part.ports().stream()
                        .map(installation::port)
                        .filter(port -> !free(port))
                        .map(port -> "%d (for %s)".formatted(port, part.name())))
                .sorted()
                .toList();
        requireFreePublicPorts();
        if (!taken.isEmpty()) {
            throw new StackFailure(
                    ("These ports are in use by other programs: %s. Stop those programs, or use other ports:"
                                    + " DCM_PORT_BASE=%d ./dcm up")
                            .formatted(String.join(", ", taken), installation.portBase() + 1000));
        }
    }

    /** The addresses and ports for users on other machines are not {@link StackPort}s. */
    private void requireFreePublicPorts() {
        Optional<PublicAccess> access = installation.publicAccess();
        if (access.isEmpty() || part("api-gateway").pid().isPresent()) {
            return;
        }
        access.get().listeners().stream()
                .filter(listener -> !free(listener))
                .findFirst()
                .ifPresent(listener -> {
                    throw new StackFailure(
                            ("The API gateway cannot listen on %s port %d: another program uses the port, or the address is not"
                                            + " one of this machine. See: ss -ltnp. Set DCM_LISTEN, DCM_HTTPS_PORT or"
                                            + " DCM_HTTP_PORT (off: no redirection from HTTP).")
                                    .formatted(listener.getAddress().getHostAddress(), listener.getPort()));
                });
    }

    private static boolean free(int port) {
        return free(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean free(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
