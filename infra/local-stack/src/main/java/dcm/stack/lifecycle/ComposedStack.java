package dcm.stack.lifecycle;

import dcm.join.PrivateFile;
import dcm.stack.account.FirstAdministrator;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import dcm.stack.installation.StackPort;
import dcm.stack.installation.TlsMode;
import dcm.stack.join.ClusterCertificates;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.kafka.LogTopics;
import dcm.stack.keycloak.KeycloakClientSetup;
import dcm.stack.keycloak.KeycloakServer;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import dcm.stack.part.Versions;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.service.GatewayKey;
import dcm.stack.service.StackServices;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An installation whose parts are started by Docker Compose, in containers that share one network namespace. It prepares for them what
 * {@link Stack} prepares for its own processes, with the same steps. Its three stages run one after another at each start: before all
 * servers, when Kafka and PostgreSQL run, and when Keycloak runs. Each changes nothing if it was complete before.
 */
public final class ComposedStack {
    private final Installation installation;

    public ComposedStack(Installation installation) {
        this.installation = installation;
    }

    /**
     * Writes keys, secrets, and the configuration of each container.
     *
     * @param hostsPorts the ports that Compose publishes for hosts, as {@code FIRST-LAST}
     * @throws StackFailure if compose.yaml does not support the settings, or a newer version has started the installation before
     */
    public void prepare(String hostsPorts, Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            requirePossible();
            requirePublished(hostsPorts);
            new NewestVersion(installation).record(Versions.of("dcm"));
            Stack.storeSettings(installation, progress);
            run(
                    progress,
                    List.of(
                            new ClusterCertificates(installation).step(),
                            new GatewayKey(installation).step(),
                            new WorkerTokenKey(installation).step()));
            new KafkaBroker(installation).writeContainerConfiguration();
            new PostgresServer(installation).writeContainerConfiguration();
            new KeycloakServer(installation).writeContainerConfiguration();
            new StackServices(installation, List.of(), Optional.empty())
                    .environments()
                    .forEach(this::writeEnvironment);
            progress.accept("configuration … written");
        }
    }

    /** Creates the users and topics in Kafka, and the databases. */
    public void provision(Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            new KafkaBroker(installation).ensureUsers();
            new PostgresServer(installation).ensureDatabases();
            run(progress, List.of(new LogTopics(installation).step()));
        }
    }

    /** Creates the clients in Keycloak, and the first administrator. */
    public void createSignIns(Consumer<String> progress) {
        try (var _ = new LauncherLock(installation, progress)) {
            run(
                    progress,
                    List.of(new KeycloakClientSetup(installation).step(), new FirstAdministrator(installation).step()));
        }
    }

    private static void run(Consumer<String> progress, List<StartupStep> steps) {
        for (StartupStep step : steps) {
            step.action().accept(progress);
            progress.accept(step.name() + " … ready");
        }
    }

    /** compose.yaml has exactly these parts. */
    private void requirePossible() {
        new Configuration(
                        installation.programs(),
                        Map.of("DCM_HOME", installation.home().toString()))
                .requireKnown();
        Map<String, Boolean> impossible = new LinkedHashMap<>();
        impossible.put("DCM_ISSUER", installation.foreignIssuer().isPresent());
        impossible.put("DCM_KAFKA_BOOTSTRAP", installation.foreignBroker().isPresent());
        impossible.put("DCM_DATABASE_URL", installation.foreignDatabases().isPresent());
        impossible.put(Installation.IMAGE_REGISTRY, installation.imageRegistry().isPresent());
        impossible.put("DCM_SWARM", installation.swarm().mode().isOn());
        impossible.put("DCM_INSTANCES", !installation.instances().counts().isEmpty());
        installation
                .publicAccess()
                .map(PublicAccess::tls)
                .ifPresent(tls -> impossible.put("DCM_TLS=" + tls, tls != TlsMode.OWN_CA && tls != TlsMode.ACME));
        String set = impossible.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!set.isEmpty()) {
            throw new StackFailure(
                    "compose.yaml does not support these settings: %s. Remove them from .env, or install DCM without containers."
                            .formatted(set));
        }
    }

    private void requirePublished(String hostsPorts) {
        String needed =
                "%d-%d".formatted(installation.port(StackPort.KAFKA_TLS), installation.port(StackPort.API_GATEWAY_TLS));
        if (!hostsPorts.equals(needed)) {
            throw new StackFailure(
                    "DCM_HOSTS_PORTS is '%1$s', but hosts connect to the ports %2$s with DCM_PORT_BASE %3$d. Set in .env: DCM_HOSTS_PORTS=%2$s"
                            .formatted(hostsPorts, needed, installation.portBase()));
        }
    }

    /** In the working directory of the service's container, where Quarkus reads it like environment variables. */
    private void writeEnvironment(String service, Map<String, String> variables) {
        var all = new Properties();
        all.putAll(variables);
        if (all.containsKey("DCM_JOIN_CLUSTER_ADDRESS")) {
            // The worker of the machine with the containers has that address.
            all.setProperty("DCM_JOIN_CLUSTER_ADDRESS_IS_SHARED", "true");
        }
        Path directory = installation.home().resolve("services").resolve(service);
        try {
            Files.createDirectories(directory);
            copyFiles(all, directory);
            var text = new StringWriter();
            all.store(text, null);
            PrivateFile.replace(directory.resolve(".env"), text.toString());
        } catch (IOException e) {
            throw new StackFailure("Cannot write the settings of %s to %s: %s".formatted(service, directory, e), e);
        }
    }

    /** Replaces the names of files by those of copies in the service's own directory, except of those that the API gateway renews. */
    private void copyFiles(Properties variables, Path directory) throws IOException {
        for (String name : variables.stringPropertyNames()) {
            Path file = Path.of(variables.getProperty(name, ""));
            if (file.isAbsolute()
                    && Files.isRegularFile(file)
                    && !file.startsWith(installation.certificates().publicDirectory())) {
                Path copy = directory.resolve(file.getFileName());
                PrivateFile.replace(copy, Files.readAllBytes(file));
                variables.setProperty(name, copy.toString());
            }
        }
    }
}
