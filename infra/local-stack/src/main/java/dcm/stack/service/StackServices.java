package dcm.stack.service;

import dcm.contract.authentication.ReportSource;
import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.installation.JoinedInstallation;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.StackPort;
import dcm.stack.installation.SwarmSettings;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.StartupStep;
import dcm.stack.service.QuarkusService.Progress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** DCM's own services with their memory limits, dependencies and environment. */
public final class StackServices {
    private static final String COMMAND_SERVICE = "command-service";
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
        if (installation.joined().isPresent()) {
            return List.of(runtimeWorker());
        }
        return List.of(
                commandService(), projectionService(), userService(), runtimeWorker(), apiGateway(), sshGateway());
    }

    private Part commandService() {
        return service(
                COMMAND_SERVICE,
                StackPort.COMMAND_SERVICE,
                160,
                prepared,
                () -> restService(
                        LogPrincipal.COMMAND_SERVICE,
                        together(
                                together(registryUsers(), gatewaySecret()),
                                Map.of(
                                        "DCM_STORAGE_SHARED",
                                        Boolean.toString(installation.storageShared()),
                                        Installation.IMAGE_REGISTRY,
                                        Boolean.toString(
                                                installation.imageRegistry().isPresent()),
                                        "DCM_VIEWS_URL",
                                        installation.url(StackPort.PROJECTION_SERVICE),
                                        "DCM_REPORTS_SECRET",
                                        installation.secrets().reports().toString(),
                                        "DCM_PORTS_OWN",
                                        installation.ownPorts(),
                                        "DCM_ABOUT_SSH_HOST",
                                        installation.gatewayAddress(),
                                        "DCM_ABOUT_SSH_PORT",
                                        Integer.toString(installation.port(StackPort.SSH)),
                                        "DCM_STREAMS_DIR",
                                        installation.data("streams").toString()))));
    }

    /** The users of the image registry, among which it deletes those of removed hosts. */
    private Map<String, String> registryUsers() {
        return installation.runsImageRegistry()
                ? Map.of(
                        "DCM_IMAGE_REGISTRY_USERS",
                        installation.imageRegistryUsers().toString())
                : Map.of();
    }

    private Part projectionService() {
        var needs = new LinkedHashSet<>(prepared);
        needs.add("postgres");
        return service(
                "projection-service",
                StackPort.PROJECTION_SERVICE,
                128,
                needs,
                () -> restService(
                        LogPrincipal.PROJECTION_SERVICE,
                        together(
                                trustInWorkers(),
                                Map.of(
                                        "DCM_WORKER_TOKEN_KEY",
                                                new WorkerTokenKey(installation)
                                                        .privateKey()
                                                        .toString(),
                                        "QUARKUS_DATASOURCE_JDBC_URL", installation.jdbcUrl("dcm"),
                                        "QUARKUS_DATASOURCE_USERNAME", "dcm",
                                        "QUARKUS_DATASOURCE_PASSWORD",
                                                installation.secrets().postgresDcm()))));
    }

    /** The certificate authority of the workers of other hosts. */
    private Map<String, String> trustInWorkers() {
        return installation.clusterAddress().isEmpty()
                ? Map.of()
                : Map.of("DCM_HOSTS_CA", installation.certificates().authority().toString());
    }

    private Part userService() {
        return service(
                "user-service",
                StackPort.USER_SERVICE,
                96,
                prepared,
                () -> restService(
                        LogPrincipal.USER_SERVICE,
                        together(
                                Map.of("DCM_STORAGE_SHARED", Boolean.toString(installation.storageShared())),
                                together(reportKey(), together(signIns(), joins())))));
    }

    /** The key with which it authenticates reports about sign-ins. */
    private Map<String, String> reportKey() {
        return Map.of(
                "DCM_REPORTS_KEY",
                installation.secrets().reportKeyFile(ReportSource.USER_SERVICE).toString());
    }

    /** What it needs to let machines join as hosts. */
    private Map<String, String> joins() {
        return installation.clusterAddress().isEmpty()
                ? Map.of()
                : together(
                        swarmNetworks(),
                        Map.of(
                                "DCM_JOIN_CLUSTER_ADDRESS",
                                installation.clusterAddress().get(),
                                "DCM_JOIN_INVITATIONS",
                                installation.invitations().toString(),
                                "DCM_JOIN_REPORTS_SECRET",
                                installation.secrets().reports().toString(),
                                "DCM_JOIN_AUTHORITY_KEY",
                                installation.certificates().authorityKey().toString(),
                                "DCM_JOIN_AUTHORITY_CERTIFICATE",
                                installation.certificates().authority().toString()));
    }

    private Map<String, String> swarmNetworks() {
        return installation.swarm().mode().isOn()
                ? Map.of("DCM_JOIN_SWARM_NETWORKS", installation.swarm().networks())
                : Map.of();
    }

    private Map<String, String> signIns() {
        return installation.foreignIssuer().isPresent()
                ? Map.of("DCM_SIGN_INS", "others")
                : Map.of(
                        "DCM_SIGN_INS", "keycloak",
                        "DCM_STORED_PASSWORDS",
                                installation.secrets().directory().toString(),
                        "QUARKUS_KEYCLOAK_ADMIN_CLIENT_SERVER_URL", installation.url(StackPort.KEYCLOAK),
                        "QUARKUS_KEYCLOAK_ADMIN_CLIENT_CLIENT_SECRET",
                                installation.secrets().keycloakUserService());
    }

    private Part runtimeWorker() {
        return service(
                RUNTIME_WORKER,
                StackPort.RUNTIME_WORKER,
                128,
                prepared,
                () -> withLog(
                        installation.worker(),
                        together(
                                together(
                                        together(together(servedToOtherMachines(), imageRegistry()), joinId()),
                                        swarm()),
                                Map.ofEntries(
                                        Map.entry("DCM_HOST_URL", installation.workerUrl()),
                                        Map.entry("DCM_HOST_NAME", installation.hostName()),
                                        Map.entry("DCM_HOST_SSH_PORTS", installation.sshPorts()),
                                        Map.entry("DCM_HOST_OWN_PORTS", installation.ownPorts()),
                                        Map.entry("DCM_HOST_ALIASES", installation.aliases()),
                                        Map.entry(
                                                "DCM_HOST_STATE",
                                                installation.data("worker").toString()),
                                        Map.entry(
                                                "DCM_HOST_STORAGE",
                                                installation.storage().toString()),
                                        Map.entry(
                                                "DCM_HOST_KEYS",
                                                installation.data("keys").toString()),
                                        Map.entry("DCM_HOST_BASE_IMAGES", installation.baseImages()),
                                        Map.entry(
                                                "DCM_HOST_RECIPES",
                                                installation
                                                        .repository()
                                                        .resolve("infra/images")
                                                        .toString()),
                                        Map.entry(
                                                "DCM_HOST_GATEWAY_KEYS",
                                                new GatewayKey(installation)
                                                        .publicKey()
                                                        .toString()),
                                        Map.entry(
                                                "DCM_HOST_TOKEN_KEY",
                                                new WorkerTokenKey(installation)
                                                        .publicKey()
                                                        .toString()),
                                        Map.entry(
                                                "DCM_HOST_LOGIN_SECRET",
                                                installation
                                                        .secrets()
                                                        .containerLogins()
                                                        .toString()),
                                        Map.entry(
                                                "DCM_HOST_REPORT_KEY",
                                                installation.workerReportKey().toString()),
                                        Map.entry("DOCKER_HOST", installation.dockerHost()),
                                        Map.entry(
                                                "DCM_HOST_CLOSED",
                                                installation.home().toString())))));
    }

    /** How this machine joined another installation. */
    private Map<String, String> joinId() {
        return installation
                .joined()
                .flatMap(JoinedInstallation::join)
                .map(join -> Map.of("DCM_HOST_JOIN_ID", join.value()))
                .orElse(Map.of());
    }

    /** The worker's access to the image registry. */
    private Map<String, String> imageRegistry() {
        if (installation.imageRegistry().isEmpty()) {
            return Map.of();
        }
        Map<String, String> access = Map.of(
                "DCM_HOST_IMAGE_REGISTRY", installation.imageRegistryAddress(),
                "DCM_HOST_IMAGE_REGISTRY_CREDENTIALS",
                        installation.secrets().imageRegistry().toString());
        boolean isLocal =
                installation.joined().isEmpty() && installation.clusterAddress().isEmpty();
        return isLocal
                ? access
                : together(
                        access,
                        Map.of(
                                "DCM_HOST_IMAGE_REGISTRY_CA",
                                installation.certificates().authority().toString()));
    }

    private Map<String, String> swarm() {
        SwarmSettings swarm = installation.swarm();
        Map<String, String> mode =
                Map.of("DCM_HOST_SWARM_MODE", swarm.mode().toString(), "DCM_HOST_SWARM_NETWORKS", swarm.networks());
        return swarm.manager()
                .map(manager -> together(
                        mode,
                        Map.of(
                                "DCM_HOST_SWARM_MANAGER", manager,
                                "DCM_HOST_SWARM_TOKEN",
                                        installation
                                                .secrets()
                                                .file(Secrets.SWARM)
                                                .toString(),
                                "DCM_HOST_SWARM_ADDRESS",
                                        installation.joined().orElseThrow().address())))
                .orElse(mode);
    }

    /** On a joined host, the worker is reached from another machine, over TLS only. */
    private Map<String, String> servedToOtherMachines() {
        return installation
                .joined()
                .map(other -> Map.of(
                        "QUARKUS_HTTP_HOST", other.address(),
                        "QUARKUS_HTTP_SSL_PORT", Integer.toString(installation.port(StackPort.RUNTIME_WORKER)),
                        "QUARKUS_HTTP_INSECURE_REQUESTS", "disabled",
                        "QUARKUS_HTTP_SSL_PROTOCOLS", "TLSv1.3",
                        "QUARKUS_HTTP_SSL_CERTIFICATE_FILES",
                                installation.certificates().server().toString(),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES",
                                installation.certificates().serverKey().toString()))
                .orElse(Map.of());
    }

    private Part apiGateway() {
        return new QuarkusService(
                installation,
                "api-gateway",
                installation.clusterAddress().isPresent()
                        ? List.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_TLS)
                        : List.of(StackPort.API_GATEWAY),
                160,
                prepared,
                () -> together(
                        Map.of(
                                "DCM_COMMAND_URL", installation.url(StackPort.COMMAND_SERVICE),
                                "DCM_PROJECTION_URL", installation.url(StackPort.PROJECTION_SERVICE),
                                "DCM_USER_URL", installation.url(StackPort.USER_SERVICE),
                                "DCM_SSH_GATEWAY_URL", installation.url(StackPort.SSH_GATEWAY_HTTP)),
                        together(together(console(), gatewaySecret()), gatewayTls())),
                Progress.NONE);
    }

    /** The web console's client at the issuer; without one, there is no console. */
    private Map<String, String> console() {
        return installation
                .consoleClient()
                .map(client -> together(
                        installation.issuerEnvironment(),
                        Map.of(
                                "DCM_CONSOLE_ENABLED", "true",
                                "DCM_CONSOLE_CLIENT_ID", client.id(),
                                "DCM_CONSOLE_CLIENT_SECRET", client.secret())))
                .orElse(Map.of("DCM_CONSOLE_ENABLED", "false"));
    }

    private Map<String, String> gatewayTls() {
        return installation
                .clusterAddress()
                .map(address -> Map.of(
                        "DCM_TLS_ADDRESS", address,
                        "DCM_TLS_PORT", Integer.toString(installation.port(StackPort.API_GATEWAY_TLS)),
                        "DCM_TLS_CERTIFICATE",
                                installation.certificates().server().toString(),
                        "DCM_TLS_KEY", installation.certificates().serverKey().toString()))
                .orElse(Map.of());
    }

    private static Map<String, String> together(Map<String, String> some, Map<String, String> others) {
        var all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    private Part sshGateway() {
        return new QuarkusService(
                installation,
                "ssh-gateway",
                List.of(StackPort.SSH_GATEWAY_HTTP, StackPort.SSH),
                256,
                prepared,
                this::sshGatewayEnvironment,
                Progress.NONE);
    }

    private Map<String, String> sshGatewayEnvironment() {
        // It verifies no tokens, but these settings have its prefix, and its configuration rejects their defaults.
        return together(
                together(gatewayTokens(), gatewaySecret()),
                withLog(
                        LogPrincipal.SSH_GATEWAY,
                        Map.of(
                                "DCM_GATEWAY_ADDRESS", installation.gatewayAddress(),
                                "DCM_GATEWAY_PORT", Integer.toString(installation.port(StackPort.SSH)),
                                "DCM_GATEWAY_API", installation.url(StackPort.API_GATEWAY),
                                "DCM_COMMAND_URL", installation.url(StackPort.COMMAND_SERVICE),
                                "DCM_GATEWAY_STATE",
                                        installation.data("gateway").toString())));
    }

    /** With which the gateways authenticate to each other and to command-service. */
    private Map<String, String> gatewaySecret() {
        return Map.of("DCM_GATEWAYS_SECRET", installation.secrets().gateways().toString());
    }

    /** The environment of a service that verifies users' tokens. */
    private Map<String, String> restService(LogPrincipal principal, Map<String, String> environment) {
        return together(together(installation.issuerEnvironment(), gatewayTokens()), withLog(principal, environment));
    }

    /** The settings for verifying the SSH gateway's tokens. */
    private Map<String, String> gatewayTokens() {
        return Map.of("DCM_GATEWAY_ENABLED", "true", "DCM_GATEWAY_URL", installation.url(StackPort.SSH_GATEWAY_HTTP));
    }

    /** Adds the broker connection of {@code principal} to {@code environment}. */
    private Map<String, String> withLog(LogPrincipal principal, Map<String, String> environment) {
        return together(environment, installation.kafka(principal).environment());
    }

    private Part service(
            String name, StackPort port, int heapMiB, Set<String> needs, Supplier<Map<String, String>> environment) {
        return new QuarkusService(installation, name, List.of(port), heapMiB, needs, environment, progress(name));
    }

    /** Admission can rebuild its state when it starts; the worker joins only after that. */
    private Progress progress(String name) {
        var rebuild = new RebuildProgress(new PartProcess(installation, COMMAND_SERVICE));
        return switch (name) {
            case COMMAND_SERVICE -> new Progress(rebuild::latest, Optional::empty);
            case RUNTIME_WORKER -> new Progress(Optional::empty, rebuild::latest);
            default -> Progress.NONE;
        };
    }
}
