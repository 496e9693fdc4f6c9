package dcm.stack.service;

import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.StartupStep;
import dcm.stack.service.QuarkusService.Progress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** DCM's own services with their ports, memory limits and dependencies. */
public final class StackServices {
    private static final String COMMAND_SERVICE = "command-service";
    private static final String PROJECTION_SERVICE = "projection-service";
    private static final String RUNTIME_WORKER = "runtime-worker";

    private final Installation installation;
    private final Set<String> prepared;

    /** @param prepared the steps that every service needs */
    public StackServices(Installation installation, List<StartupStep> prepared) {
        this.installation = installation;
        this.prepared = new LinkedHashSet<>();
        if (installation.joined().isEmpty()) {
            this.prepared.add("kafka");
        }
        prepared.forEach(step -> this.prepared.add(step.name()));
    }

    /** The services of this machine: on a joined host, only the worker. */
    public List<Part> all() {
        Part worker = service(
                RUNTIME_WORKER,
                List.of(StackPort.RUNTIME_WORKER),
                128,
                prepared,
                new WorkerEnvironment(installation)::variables);
        return installation.joined().isPresent() ? List.of(worker) : allServices(worker);
    }

    private List<Part> allServices(Part worker) {
        ServiceEnvironments services = new ServiceEnvironments(installation);
        GatewayEnvironments gateways = new GatewayEnvironments(installation);
        return List.of(
                service(COMMAND_SERVICE, List.of(StackPort.COMMAND_SERVICE), 160, prepared, services::commandService),
                service(
                        PROJECTION_SERVICE,
                        List.of(StackPort.PROJECTION_SERVICE),
                        128,
                        preparedAnd("postgres"),
                        services::projectionService),
                service("user-service", List.of(StackPort.USER_SERVICE), 96, prepared, services::userService),
                worker,
                service("api-gateway", apiGatewayPorts(), 160, prepared, gateways::apiGateway),
                service(
                        "ssh-gateway",
                        List.of(StackPort.SSH_GATEWAY_HTTP, StackPort.SSH),
                        256,
                        prepared,
                        gateways::sshGateway));
    }

    private Set<String> preparedAnd(String part) {
        Set<String> needs = new LinkedHashSet<>(prepared);
        needs.add(part);
        return needs;
    }

    private List<StackPort> apiGatewayPorts() {
        return installation.clusterAddress().isPresent()
                ? List.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_TLS)
                : List.of(StackPort.API_GATEWAY);
    }

    private Part service(
            String name,
            List<StackPort> ports,
            int heapMiB,
            Set<String> needs,
            Supplier<Map<String, String>> environment) {
        return new QuarkusService(installation, name, ports, heapMiB, needs, environment, progress(name));
    }

    /** Admission and the views can be rebuilt when they start; the worker joins only after admission. */
    private Progress progress(String name) {
        var rebuild = new RebuildProgress(new PartProcess(installation, COMMAND_SERVICE));
        return switch (name) {
            case COMMAND_SERVICE -> new Progress(rebuild::latest, Optional::empty);
            case PROJECTION_SERVICE ->
                new Progress(
                        new ViewsProgress(installation.url(StackPort.PROJECTION_SERVICE))::latest, Optional::empty);
            case RUNTIME_WORKER -> new Progress(Optional::empty, rebuild::latest);
            default -> Progress.NONE;
        };
    }
}
