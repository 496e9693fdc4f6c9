package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.installation.StackPort;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.StartupStep;
import dcm.stack.service.QuarkusService.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** DCM's own services with their ports, memory limits and dependencies. */
public final class StackServices {
    private static final String API_GATEWAY = "api-gateway";
    private static final String COMMAND_SERVICE = "command-service";
    private static final String PROJECTION_SERVICE = "projection-service";
    private static final String USER_SERVICE = "user-service";
    private static final String SSH_GATEWAY = "ssh-gateway";
    private static final String RUNTIME_WORKER = "runtime-worker";

    private final Installation installation;
    private final Set<String> prepared;
    private final Optional<StartupStep> beforeWorker;

    /**
     * The services of an installation.
     *
     * @param prepared the steps that every service needs
     * @param beforeWorker a step that the worker needs, too
     */
    public StackServices(Installation installation, List<StartupStep> prepared, Optional<StartupStep> beforeWorker) {
        this.installation = installation;
        this.prepared = new LinkedHashSet<>();
        if (installation.joined().isEmpty()) {
            this.prepared.add("kafka");
        }
        prepared.forEach(step -> this.prepared.add(step.name()));
        this.beforeWorker = beforeWorker;
    }

    /** The services of this machine: on a joined host, only the worker. */
    public List<Part> all() {
        Part worker = service(
                RUNTIME_WORKER,
                RUNTIME_WORKER,
                List.of(StackPort.RUNTIME_WORKER),
                128,
                workerNeeds(),
                new WorkerEnvironment(installation)::variables);
        return installation.joined().isPresent() ? List.of(worker) : allServices(worker);
    }

    /** The environment variables, with secrets, of all services except the worker, by the service's name. */
    public Map<String, Map<String, String>> environments() {
        var environments = new LinkedHashMap<String, Map<String, String>>();
        all().stream()
                .filter(part -> !part.name().equals(RUNTIME_WORKER))
                .map(QuarkusService.class::cast)
                .forEach(service -> environments.put(service.name(), service.variables()));
        return environments;
    }

    private Set<String> workerNeeds() {
        return beforeWorker.map(step -> preparedAnd(step.name())).orElse(prepared);
    }

    private List<Part> allServices(Part worker) {
        ServiceEnvironments services = new ServiceEnvironments(installation);
        GatewayEnvironments gateways = new GatewayEnvironments(installation);
        List<Part> all = new ArrayList<>();
        for (Instance instance : installation.instances().of(COMMAND_SERVICE)) {
            all.add(instance(
                    COMMAND_SERVICE,
                    instance,
                    160,
                    prepared,
                    () -> services.commandService(instance.name()),
                    admissionProgress(instance)));
        }
        for (Instance instance : installation.instances().of(PROJECTION_SERVICE)) {
            all.add(instance(
                    PROJECTION_SERVICE,
                    instance,
                    128,
                    preparedAnd("postgres"),
                    () -> services.projectionService(instance.name()),
                    viewsProgress(instance)));
        }
        for (Instance instance : installation.instances().of(USER_SERVICE)) {
            all.add(instance(USER_SERVICE, instance, 96, prepared, services::userService, Progress.NONE));
        }
        all.add(worker);
        for (Instance instance : installation.instances().of(API_GATEWAY)) {
            all.add(service(
                    API_GATEWAY,
                    instance.name(),
                    apiGatewayPorts(instance),
                    160,
                    prepared,
                    () -> gateways.apiGateway(instance)));
        }
        ServiceProcesses processes = new ServiceProcesses(installation);
        for (Instance instance : installation.instances().of(SSH_GATEWAY)) {
            all.add(new QuarkusService(
                    installation,
                    SSH_GATEWAY,
                    instance.name(),
                    List.of(instance.port(), instance.sshPort()),
                    256,
                    instance.name().equals(SSH_GATEWAY) ? prepared : preparedAnd(SSH_GATEWAY),
                    () -> gateways.sshGateway(instance),
                    Progress.NONE,
                    processes.sshGateway(instance)));
        }
        return all;
    }

    private Part instance(
            String service,
            Instance instance,
            int heapMiB,
            Set<String> needs,
            Supplier<Map<String, String>> environment,
            Progress progress) {
        return new QuarkusService(
                installation,
                service,
                instance.name(),
                List.of(instance.port()),
                heapMiB,
                needs,
                environment,
                progress,
                new ServiceProcesses(installation).of(service, instance.name(), needs));
    }

    private Set<String> preparedAnd(String part) {
        Set<String> needs = new LinkedHashSet<>(prepared);
        needs.add(part);
        return needs;
    }

    /** Only the first instance listens for other machines. */
    private List<StackPort> apiGatewayPorts(Instance instance) {
        if (instance.port() != StackPort.API_GATEWAY) {
            return List.of(instance.port());
        }
        return installation.clusterAddress().isPresent()
                ? List.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_TLS)
                : List.of(StackPort.API_GATEWAY);
    }

    private Part service(
            String service,
            String name,
            List<StackPort> ports,
            int heapMiB,
            Set<String> needs,
            Supplier<Map<String, String>> environment) {
        Progress progress = name.equals(RUNTIME_WORKER) ? workerProgress() : Progress.NONE;
        return new QuarkusService(
                installation,
                service,
                name,
                ports,
                heapMiB,
                needs,
                environment,
                progress,
                new ServiceProcesses(installation).of(service, name, needs));
    }

    /** Admission can rebuild its state when it starts: one instance does, and the others wait. */
    private Progress admissionProgress(Instance instance) {
        return new Progress(rebuild(instance), this::rebuild);
    }

    /** The worker joins only after a rebuild of admission's state. */
    private Progress workerProgress() {
        return new Progress(Optional::empty, this::rebuild);
    }

    /** The views can be rebuilt when the service starts. */
    private Progress viewsProgress(Instance instance) {
        return new Progress(new ViewsProgress(installation.url(instance.port()))::latest, Optional::empty);
    }

    private Optional<String> rebuild() {
        return installation.instances().of(COMMAND_SERVICE).stream()
                .flatMap(instance -> rebuild(instance).get().stream())
                .reduce((one, other) -> one + " " + other);
    }

    private Supplier<Optional<String>> rebuild(Instance instance) {
        return new RebuildProgress(PartProcesses.of(installation, ProcessOptions.of(instance.name())))::latest;
    }
}
