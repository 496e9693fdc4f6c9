package dcm.stack.lifecycle;

import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import dcm.stack.join.ClusterCertificates;
import dcm.stack.kafka.AdmissionMembers;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.keycloak.KeycloakClientSetup;
import dcm.stack.lifecycle.UpgradePlan.Step;
import dcm.stack.machine.HeldConnections;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.Versions;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.service.ActiveRequests;
import dcm.stack.service.GatewayRoutes;
import dcm.stack.service.ViewsRebuild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replaces the parts of another release by those of this one while users work. The parts of both releases run side by side meanwhile. Each
 * step can be repeated, so an upgrade that was interrupted continues.
 */
public final class RollingUpgrade {
    /** Longer than the API gateway needs to read its routes. */
    private static final Duration ROUTES_READ = Duration.ofMillis(700);

    /** Requests that take longer are ended. Streams of changes always are. */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(20);

    /**
     * Longer than the two seconds between announcements of which views are current. An instance that has received none from another one
     * answers no questions about earlier requests until it has read the log.
     */
    private static final Duration ANNOUNCED = Duration.ofSeconds(3);

    private static final Duration LAST_CONNECTIONS = Duration.ofSeconds(4);

    /** The old programs, and those beside them, need no archive of classes any more, which they would write for many seconds now. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    /** For an instance of command-service, which ends its transactions first. */
    private static final Duration LAST_TRANSACTIONS = Duration.ofSeconds(12);

    private final Installation installation;
    private final Stack stack;
    private final GatewayRoutes routes;
    private final AdmissionMembers admission;
    private final UpgradeRecord record;
    private final Consumer<String> progress;

    /** @param progress receives a line for each step */
    public RollingUpgrade(Installation installation, Consumer<String> progress) {
        this.installation = installation;
        this.stack = new Stack(installation);
        this.routes = new GatewayRoutes(installation);
        this.admission = new AdmissionMembers(installation);
        this.record = new UpgradeRecord(installation);
        this.progress = progress;
    }

    /**
     * What has to be done.
     *
     * @throws StackFailure if the upgrade is impossible while users work; the message has the reasons
     */
    public UpgradePlan plan() {
        stack.requireStartable();
        UpgradeFacts facts = new UpgradeState(installation, stack, record).facts();
        List<String> reasons = UpgradePlan.refusals(facts);
        if (!reasons.isEmpty()) {
            throw new StackFailure(String.join("\n", reasons));
        }
        return UpgradePlan.of(facts);
    }

    /** The version that runs, or ran before an upgrade that was interrupted. */
    public String oldVersion() {
        return record.versions().getOrDefault(UpgradedParts.DCM, "unknown");
    }

    /** The parts that run another version than this one. */
    public static List<String> partsOfOtherVersions(Installation installation, Stack stack) {
        Map<String, String> recorded = new UpgradeRecord(installation).versions();
        return stack.parts().stream()
                .filter(part -> part.pid().isPresent())
                .filter(part -> !part.runningVersion()
                        .orElseGet(() -> recorded.getOrDefault(
                                UpgradedParts.SERVERS.contains(part.name()) ? part.name() : UpgradedParts.DCM,
                                part.version()))
                        .equals(part.version()))
                .map(Part::name)
                .toList();
    }

    /** The other machines that have joined as hosts, or are invited. */
    public List<String> otherHosts() {
        return UpgradeState.otherHosts(installation);
    }

    /** The servers that continue with the programs of the older release. */
    public List<String> keptServers() {
        UpgradeFacts facts = new UpgradeState(installation, stack, record).facts();
        return UpgradedParts.SERVERS.stream().filter(facts::isKeptServer).toList();
    }

    /** Does what a plan says. If a step fails, both versions go on working, and parts that end are restarted. */
    public void run(UpgradePlan plan) {
        try (var _ = new LauncherLock(installation, progress)) {
            if (!plan().steps().containsAll(plan.steps())) {
                throw new StackFailure("Another command has changed DCM meanwhile. Call the command again.");
            }
            record.begin();
            SupervisorProcess.stop(installation);
            release();
            StandIns.clearAbandonedRoutes(installation);
            Thread interruption = new Thread(this::leave);
            Runtime.getRuntime().addShutdownHook(interruption);
            try {
                plan.steps().stream()
                        .filter(step -> step.action() != UpgradePlan.Action.FINISH)
                        .forEach(this::timed);
            } finally {
                leave();
                Runtime.getRuntime().removeShutdownHook(interruption);
            }
        }
        if (plan.isComplete()) {
            timed(plan.steps().getLast()); // takes the lock itself
        }
    }

    /** Also when the command is interrupted: connections are not held, and parts that end are restarted. */
    private void leave() {
        release();
        SupervisorProcess.ensureRunning(installation);
    }

    private void release() {
        HeldConnections.release(installation.id());
    }

    private void timed(Step step) {
        long began = System.nanoTime();
        perform(step);
        progress.accept("%s … done in %.1f s".formatted(step.part(), (System.nanoTime() - began) / 1e9));
    }

    private void perform(Step step) {
        switch (step.action()) {
            case PREPARE -> prepare();
            case REBUILD_VIEWS ->
                new ViewsRebuild(installation, installation.programs().service(UpgradedParts.PROJECTION_SERVICE))
                        .run(line -> progress.accept("views … " + line));
            case BESIDE -> replaceBeside(step.part());
            case HELD -> restartHeld(step.part());
            case WORKER, SERVER -> restart(stack.part(step.part()));
            case GATEWAY -> oldInstances(step.part()).forEach(this::restartGateway);
            case FINISH -> {
                stack.upSupervised(progress);
                record.finish();
            }
        }
    }

    private void prepare() {
        new NewestVersion(installation).record(Versions.of(UpgradedParts.DCM));
        Stack.storeSettings(installation, progress);
        // An upgrade that was interrupted may have stopped one.
        stack.parts().stream()
                .filter(part -> UpgradedParts.SERVERS.contains(part.name()))
                .forEach(part -> part.start(progress));
        // The broker's users depend on the invitations, which this step moves.
        new ClusterCertificates(installation).step().action().accept(progress);
        if (installation.foreignBroker().isEmpty()) {
            new KafkaBroker(installation).ensureUsers();
        }
        if (installation.foreignDatabases().isEmpty()) {
            new PostgresServer(installation).ensureDatabases();
        }
        stack.preparationSteps().forEach(step -> step.action().accept(progress));
        if (installation.foreignIssuer().isEmpty()) {
            new KeycloakClientSetup(installation).step().action().accept(progress);
        }
    }

    /** The instances of a part that do not run with the new programs, or not at all. */
    private List<Part> oldInstances(String part) {
        return instances(part).stream()
                .filter(instance -> instance.pid().isEmpty() || !UpgradeState.isCurrent(installation, instance))
                .toList();
    }

    private List<Part> instances(String service) {
        Set<String> names = Set.of(service, UpgradedParts.standIn(service));
        return stack.parts().stream()
                .filter(part -> names.contains(part.name()))
                .toList();
    }

    /** Replaces the instances of a service one after another. Of a single one, a stand-in takes over the work meanwhile. */
    private void replaceBeside(String service) {
        List<Part> own = instances(service);
        Optional<Part> standIn = StandIns.of(installation, service);
        List<Part> old = oldInstances(service);
        if (!old.isEmpty()) {
            standIn = standIn.filter(part -> startBeside(service, part));
        }
        for (Part part : old) {
            List<Part> others = new ArrayList<>(own);
            others.remove(part);
            standIn.ifPresent(others::add);
            try {
                replace(service, part, others);
            } catch (RuntimeException e) {
                part.launchIfStopped();
                if (standIn.isEmpty()) {
                    routes.clear();
                }
                throw e;
            }
        }
        standIn.filter(part -> part.pid().isPresent()).ifPresent(part -> {
            // An upgrade that was interrupted may have stopped it.
            own.forEach(instance -> instance.start(progress));
            giveWorkTo(service, part, urlsOfRunning(own));
            stop(service, part);
            routes.clear();
        });
    }

    private void replace(String service, Part part, List<Part> others) {
        giveWorkTo(service, part, urlsOfRunning(others));
        // Services that address this instance directly.
        try (var _ = redirect(part, others)) {
            stop(service, part);
            launch(part);
        }
        part.start(progress);
        awaitWork(service, part);
        routes.clear();
    }

    /** False if the new version cannot run beside the old one, such as with another state of admission. */
    private boolean startBeside(String service, Part standIn) {
        try {
            if (standIn.pid().isPresent() && !UpgradeState.isCurrent(installation, standIn)) {
                standIn.stop();
            }
            standIn.launchIfStopped();
            standIn.start(progress);
            awaitWork(service, standIn);
            progress.accept("%s … runs beside the old instance".formatted(standIn.name()));
            return true;
        } catch (StackFailure e) {
            progress.accept("%s … cannot run beside the old instance, which is restarted instead: %s"
                    .formatted(standIn.name(), e.getMessage()));
            stop(service, standIn);
            return false;
        }
    }

    private static List<String> urlsOfRunning(List<Part> parts) {
        return parts.stream()
                .filter(part -> part.pid().isPresent())
                .map(Part::url)
                .toList();
    }

    /** Lets the API gateway use the other instances of a service, and waits until this one has answered its requests. */
    private void giveWorkTo(String service, Part part, List<String> others) {
        routes.use(service, others);
        awaitLastRequests(part);
    }

    private Hold redirect(Part part, List<Part> others) {
        Optional<Part> other =
                others.stream().filter(instance -> instance.pid().isPresent()).findFirst();
        return other.map(instance ->
                        filter(() -> HeldConnections.redirected(installation.id(), port(part), port(instance))))
                .orElse(() -> {});
    }

    private int port(Part part) {
        return installation.port(part.ports().iterator().next());
    }

    /** Starts a part, and waits until it listens: probes would reach another one, or none. */
    private void launch(Part part) {
        part.launchIfStopped();
        await(part.timeout(), () -> part.pid().isEmpty() || listens(part));
    }

    /** Lets the other instances of a service take over the work of one, and stops it. */
    private void stop(String service, Part part) {
        if (!service.equals(UpgradedParts.COMMAND_SERVICE)) {
            stop(part, GRACE);
            return;
        }
        // If it were killed, the outcomes of others would wait for the timeout of its last transaction.
        int port = port(part);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(part, LAST_TRANSACTIONS));
        await(GRACE, () -> stopped.isDone() || !part.process().listensOn(port));
        // If it still writes, the broker aborts its transaction, and another instance decides the same.
        try {
            admission.remove(part.name());
        } catch (StackFailure e) {
            progress.accept("admission … continues some seconds later: " + e.getMessage());
        }
        stopped.join();
    }

    /** Waits until an instance can take over the work of the others. */
    private void awaitWork(String service, Part instance) {
        if (service.equals(UpgradedParts.COMMAND_SERVICE)) {
            admission.awaitJoined(instance.name());
        } else if (service.equals(UpgradedParts.PROJECTION_SERVICE)) {
            await(ANNOUNCED, () -> false);
        }
    }

    private static void awaitLastRequests(Part part) {
        await(ROUTES_READ, () -> false);
        await(LAST_REQUESTS, () -> ActiveRequests.none(part.url()));
    }

    /** Restarts the instances of a service one after another. The API gateway lets requests wait while there is no other. */
    private void restartHeld(String service) {
        for (Part part : oldInstances(service)) {
            List<Part> others = new ArrayList<>(instances(service));
            others.remove(part);
            try {
                giveWorkTo(service, part, urlsOfRunning(others));
                stop(part, GRACE);
                part.start(progress);
            } finally {
                routes.clear();
            }
        }
    }

    private void restart(Part part) {
        part.stop();
        part.start(progress);
    }

    /** The kernel lets new connections wait. */
    private void restartGateway(Part part) {
        Set<Integer> ports =
                part.ports().stream().map(installation::port).collect(Collectors.toCollection(HashSet::new));
        if (part.name().equals(UpgradedParts.API_GATEWAY)) {
            installation.publicAccess().map(PublicAccess::listeners).stream()
                    .flatMap(List::stream)
                    .forEach(listener -> ports.add(listener.getPort()));
        }
        BooleanSupplier idle =
                part.name().equals(UpgradedParts.API_GATEWAY) ? () -> ActiveRequests.none(part.url()) : () -> false;
        await(Duration.ZERO, idle); // later checks use the same connection
        try (var _ = filter(() -> HeldConnections.to(installation.id(), ports))) {
            await(LAST_CONNECTIONS, idle);
            stop(part, GRACE);
            launch(part);
        }
        part.start(progress);
    }

    private boolean listens(Part part) {
        return part.ports().stream().map(installation::port).allMatch(part.process()::listensOn);
    }

    private Hold filter(Supplier<HeldConnections> rules) {
        try {
            return rules.get()::close;
        } catch (StackFailure e) {
            progress.accept("New connections are refused meanwhile: " + e.getMessage());
            return () -> {};
        }
    }

    /** A resource whose release does not fail. */
    private interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private void stop(Part part, Duration grace) {
        PartProcesses.of(installation, ProcessOptions.of(part.name()).withStop("TERM", grace))
                .stop();
    }

    private static void await(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            PollDelay.briefly();
        }
    }
}
