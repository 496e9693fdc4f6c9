package dcm.stack.installation;

import dcm.auditor.AuditSettings;
import dcm.auditor.engine.RemoteEngines;
import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.contract.identity.SwarmMode;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogPrincipal;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One DCM system on this machine: its directories and settings.
 *
 * @param programs the programs that it runs
 * @param home the directory of this installation's data, logs, pids and secrets
 * @param id the label of its objects in the container engine, by which two installations ignore each other
 * @param portBase the first of its 21 ports, see {@link StackPort}
 * @param gatewayPort the port of the SSH gateway
 * @param gatewayAddress the address on which the SSH gateway listens
 * @param sshPorts the range of containers' SSH ports, such as {@code 31000-31999}
 * @param hostName the name under which this machine joins as a host
 * @param aliases the addresses on which containers' ports are published, comma-separated
 * @param baseImages the images that its host offers, as its engine names them, comma-separated
 * @param dockerHost the address of the container engine
 * @param foreignIssuer the issuer of access tokens; empty: the local Keycloak
 * @param foreignBroker the Kafka cluster of the log; empty: a broker of its own
 * @param foreignDatabases the databases of the views and of Keycloak; empty: a PostgreSQL of its own
 * @param publicAccess how users on other machines reach the API gateway; empty: it listens on loopback only
 * @param storage the directory of owners' homes
 * @param storageShared whether all hosts mount the same directory of homes
 * @param clusterAddress the IP address or DNS name at which other hosts reach this machine; empty: there are none
 * @param clusterListen the address on which it listens for other hosts, if they reach it by address translation; empty: the
 *     cluster address
 * @param imageRegistry the address of the image registry of the joined installation, or {@code true} for one of its own;
 *     empty: there is none
 * @param swarm the Docker swarm whose networks reach across hosts
 * @param instances how many instances of each service run
 * @param size for how much work the parts are prepared
 * @param serviceSettings settings that only the services use
 * @param joined the installation that this machine has joined as a host, and runs only a worker for; empty: this machine
 *     runs all parts
 */
public record Installation(
        ProgramFiles programs,
        Path home,
        String id,
        int portBase,
        int gatewayPort,
        String gatewayAddress,
        String sshPorts,
        String hostName,
        String aliases,
        String baseImages,
        String dockerHost,
        Optional<ForeignIssuer> foreignIssuer,
        Optional<ForeignBroker> foreignBroker,
        Optional<ForeignDatabases> foreignDatabases,
        Optional<PublicAccess> publicAccess,
        Path storage,
        boolean storageShared,
        Optional<String> clusterAddress,
        Optional<String> clusterListen,
        Optional<String> imageRegistry,
        SwarmSettings swarm,
        ServiceInstances instances,
        InstallationSize size,
        ServiceSettings serviceSettings,
        Optional<JoinedInstallation> joined) {
    /** The name of the setting. */
    public static final String CLUSTER_LISTEN = "DCM_CLUSTER_LISTEN";

    /** In the realm of the local Keycloak. */
    private static final String DEVICE_CLIENT = "dcm-cli";

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

    static final String ID = "DCM_INSTALLATION";

    /** The address of a local engine. */
    public static final String DEFAULT_DOCKER_HOST = "unix:///var/run/docker.sock";

    /** The super user of the broker with which the launcher creates topics and other users. */
    public static final String BROKER_ADMINISTRATOR = "launcher";

    /** The name of the setting. */
    public static final String IMAGE_REGISTRY = "DCM_IMAGE_REGISTRY";

    /**
     * Of the block for benchmarks (RFC 2544), which no network of an organisation or of the Internet uses. {@code up}
     * creates an interface for them.
     */
    private static final String DEFAULT_ALIASES = "198.18.0.1,198.18.0.2";

    private static final String USUAL_BASE = "8080";
    private static final String REALM = "/realms/dcm";

    /** A well-known port for the default installation; derived from the port base for others. */
    private static int usualGatewayPort(int portBase) {
        return Integer.toString(portBase).equals(USUAL_BASE) ? 2222 : portBase + StackPort.SSH.offset;
    }

    /** The installation that the environment and the working directory select. */
    public static Installation current() {
        return of(ProgramFiles.current(), System.getenv());
    }

    /** The same with the settings of the last start, which the parts have that run; the present ones if it is not known. */
    public static Installation lastStarted() {
        return lastStarted(ProgramFiles.current(), System.getenv());
    }

    static Installation lastStarted(ProgramFiles programs, Map<String, String> environment) {
        Path home = home(programs, environment);
        return SettingsFile.of(programs, home)
                .lastStarted()
                .map(settings -> of(programs, Map.of("DCM_HOME", home.toString()), settings))
                .orElseGet(() -> of(programs, environment));
    }

    /** The same as {@link #of(ProgramFiles, Map)}, with the programs in a directory. */
    public static Installation of(Path programs, Map<String, String> environment) {
        return of(new ProgramFiles(programs), environment);
    }

    /**
     * The installation in the home directory that {@code environment} names. Its settings take precedence over stored
     * ones, and these over defaults.
     */
    public static Installation of(ProgramFiles programs, Map<String, String> environment) {
        return of(
                programs,
                environment,
                SettingsFile.of(programs, home(programs, environment)).read());
    }

    /** The installation with these stored settings, instead of those in its file. */
    static Installation of(ProgramFiles programs, Map<String, String> environment, Properties stored) {
        return of(programs, environment, new Settings(environment, stored));
    }

    static Path home(ProgramFiles programs, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault(
                        "DCM_HOME", programs.root().resolve(".dcm").toString()))
                .toAbsolutePath()
                .normalize();
        try {
            // An upgrade links to the directory of the former release, whose path containers and settings have.
            return Files.isSymbolicLink(home) ? home.toRealPath() : home;
        } catch (IOException e) {
            throw new StackFailure("Cannot read the link %s: %s".formatted(home, e), e);
        }
    }

    static Installation of(ProgramFiles programs, Map<String, String> environment, Settings settings) {
        Path home = home(programs, environment);
        // Not a setting in the file, which others may read.
        Optional.ofNullable(environment.get(ConsoleClient.SECRET_SETTING))
                .filter(secret -> !secret.isBlank())
                .ifPresent(secret -> ConsoleClient.store(new Secrets(home.resolve("secrets")), secret));
        int base = settings.port("DCM_PORT_BASE", USUAL_BASE);
        Optional<ForeignIssuer> foreignIssuer = ForeignIssuer.of(settings::get);
        return new Installation(
                programs,
                home,
                settings.get(ID, () -> firstId(home)),
                base,
                settings.port("DCM_GATEWAY_PORT", Integer.toString(usualGatewayPort(base))),
                settings.get("DCM_GATEWAY_ADDRESS", "127.0.0.1"),
                settings.get("DCM_SSH_PORTS", "31000-31999"),
                settings.get("DCM_HOST_NAME", "n1"),
                settings.get("DCM_ALIASES", DEFAULT_ALIASES),
                settings.get("DCM_BASE_IMAGES", "dcm/debian-ssh:13"),
                settings.get("DOCKER_HOST", DEFAULT_DOCKER_HOST),
                foreignIssuer,
                ForeignBroker.of(settings),
                ForeignDatabases.of(settings, foreignIssuer.isEmpty()),
                PublicAccess.of(settings),
                Path.of(settings.get("DCM_STORAGE", defaultStorage(home)::toString))
                        .toAbsolutePath(),
                settings.flag("DCM_STORAGE_SHARED"),
                Optional.of(settings.get("DCM_CLUSTER_ADDRESS", "")).filter(address -> !address.isBlank()),
                clusterListen(settings.get(CLUSTER_LISTEN, "")),
                Optional.of(settings.get(IMAGE_REGISTRY, ""))
                        .filter(value -> !value.isBlank() && !value.equals("false")),
                SwarmSettings.of(settings::get),
                ServiceInstances.parse(settings.get(ServiceInstances.SETTING, "")),
                InstallationSize.parse(settings.get(InstallationSize.SETTING, InstallationSize.SMALL.setting())),
                ServiceSettings.of(settings),
                JoinedInstallation.of(settings::get));
    }

    /** The same installation with other instances of services. */
    public Installation with(ServiceInstances others) {
        return new Installation(
                programs,
                home,
                id,
                portBase,
                gatewayPort,
                gatewayAddress,
                sshPorts,
                hostName,
                aliases,
                baseImages,
                dockerHost,
                foreignIssuer,
                foreignBroker,
                foreignDatabases,
                publicAccess,
                storage,
                storageShared,
                clusterAddress,
                clusterListen,
                imageRegistry,
                swarm,
                others,
                size,
                serviceSettings,
                joined);
    }

    private static Optional<String> clusterListen(String address) {
        if (address.isBlank()) {
            return Optional.empty();
        }
        try {
            InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new StackFailure("%s is '%s', but must be an IP address of this machine, or 0.0.0.0 for all."
                    .formatted(CLUSTER_LISTEN, address));
        }
        return Optional.of(address);
    }

    /** The address of the SSH gateway for this machine itself. */
    public String localSshAddress() {
        return ALL_ADDRESSES.contains(gatewayAddress) ? "127.0.0.1" : gatewayAddress;
    }

    /** The address to which users connect with SSH: that of the gateway or, if it listens on all addresses, one of this machine. */
    public String sshAddress() {
        if (!ALL_ADDRESSES.contains(gatewayAddress)) {
            return gatewayAddress;
        }
        return publicAccess
                .map(access -> access.url().getHost())
                .or(() -> clusterAddress)
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "localhost";
                    }
                });
    }

    /** The files of certificates and keys that its settings name, by setting. */
    public SortedMap<String, Path> namedFiles() {
        var named = new TreeMap<String, Path>();
        foreignIssuer.flatMap(ForeignIssuer::ca).ifPresent(file -> named.put(ForeignIssuer.CA, file));
        publicAccess.ifPresent(access -> named.putAll(access.namedFiles()));
        return named;
    }

    /**
     * Stores the settings, so that later commands need not repeat them.
     *
     * @return the names of those that are not stored any more: they have no effect beside the others, or were set to their defaults
     */
    public List<String> store() {
        Properties properties = properties();
        SettingsFile file = settingsFile();
        Properties before = file.read();
        if (!properties.equals(before) || !file.isInPlace()) {
            file.write(properties);
        }
        return before.stringPropertyNames().stream()
                .filter(name -> !properties.containsKey(name)
                        && !before.getProperty(name).isBlank())
                .sorted()
                .toList();
    }

    /** The file with the stored settings. */
    public SettingsFile settingsFile() {
        return SettingsFile.of(programs, home);
    }

    private static Path defaultStorage(Path home) {
        return home.resolve("data/storage");
    }

    /** The names of the settings that have other values than at the last start, in alphabetical order. */
    public List<String> changedSettings() {
        Properties now = properties();
        SettingsFile file = settingsFile();
        Properties before = file.lastStarted().orElseGet(file::read);
        return Stream.concat(now.stringPropertyNames().stream(), before.stringPropertyNames().stream())
                .distinct()
                .filter(name -> isChanged(name, now, before))
                .sorted()
                .toList();
    }

    /** An empty value of a setting of services has a meaning of its own; of others it is the same as none. */
    private static boolean isChanged(String name, Properties now, Properties before) {
        return ServiceSettings.NAMES.contains(name)
                ? !Objects.equals(now.getProperty(name), before.getProperty(name))
                : !now.getProperty(name, "").equals(before.getProperty(name, ""));
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty(ID, id);
        properties.setProperty("DCM_PORT_BASE", Integer.toString(portBase));
        properties.setProperty("DCM_GATEWAY_PORT", Integer.toString(gatewayPort));
        properties.setProperty("DCM_GATEWAY_ADDRESS", gatewayAddress);
        properties.setProperty("DCM_SSH_PORTS", sshPorts);
        properties.setProperty("DCM_HOST_NAME", hostName);
        properties.setProperty("DCM_ALIASES", aliases);
        properties.setProperty("DCM_BASE_IMAGES", baseImages);
        properties.setProperty("DOCKER_HOST", dockerHost);
        foreignIssuer.ifPresent(issuer -> issuer.settings().forEach(properties::setProperty));
        foreignBroker.ifPresent(broker -> broker.settings().forEach(properties::setProperty));
        foreignDatabases.ifPresent(databases -> databases.settings().forEach(properties::setProperty));
        publicAccess.ifPresent(access -> access.settings().forEach(properties::setProperty));
        if (!storage.equals(defaultStorage(home))) {
            properties.setProperty("DCM_STORAGE", storage.toString());
        }
        if (storageShared) {
            properties.setProperty("DCM_STORAGE_SHARED", "true");
        }
        clusterAddress.ifPresent(address -> properties.setProperty("DCM_CLUSTER_ADDRESS", address));
        clusterListen.ifPresent(address -> properties.setProperty(CLUSTER_LISTEN, address));
        imageRegistry.ifPresent(value -> properties.setProperty(IMAGE_REGISTRY, value));
        swarm.settings().forEach(properties::setProperty);
        if (!instances.setting().isEmpty()) {
            properties.setProperty(ServiceInstances.SETTING, instances.setting());
        }
        if (size != InstallationSize.SMALL) {
            properties.setProperty(InstallationSize.SETTING, size.setting());
        }
        serviceSettings.values().forEach(properties::setProperty);
        joined.ifPresent(other -> other.settings().forEach(properties::setProperty));
        return properties;
    }

    public int port(StackPort port) {
        return port == StackPort.SSH ? gatewayPort : portBase + port.offset;
    }

    /** All ports on which its parts and the engine's swarm listen, as comma-separated ranges. */
    public String ownPorts() {
        int last = portBase + StackPort.values().length - 1;
        String own = Stream.concat(
                        Stream.of("%d-%d".formatted(portBase, last), Integer.toString(gatewayPort)),
                        publicAccess.stream()
                                .flatMap(access -> access.listeners().stream())
                                .map(listener -> Integer.toString(listener.getPort()))
                                .distinct())
                .collect(Collectors.joining(","));
        return swarm.mode().isOn() ? own + "," + SwarmMode.PORTS : own;
    }

    /** {@code http://127.0.0.1:PORT} of a part. */
    public String url(StackPort port) {
        return "http://127.0.0.1:" + port(port);
    }

    /** The URLs of all instances of a service, comma-separated. */
    public String urls(String service) {
        return instances.of(service).stream()
                .map(instance -> url(instance.port()))
                .collect(Collectors.joining(","));
    }

    /** The URL of this machine's worker. On a joined host it is reached from other machines. */
    public String workerUrl() {
        return joined.map(other -> "https://" + literal(other.address()) + ":" + port(StackPort.RUNTIME_WORKER))
                .orElse(url(StackPort.RUNTIME_WORKER));
    }

    /** The API gateway's URL for other machines; empty without a cluster address. */
    public Optional<String> clusterUrl() {
        return clusterAddress.map(address -> "https://" + literal(address) + ":" + port(StackPort.API_GATEWAY_TLS));
    }

    /** The address of the broker for other machines; empty without a cluster address. */
    public Optional<String> clusterKafka() {
        return clusterAddress.map(address -> literal(address) + ":" + port(StackPort.KAFKA_TLS));
    }

    /** The address on which the broker listens for other machines; empty without a cluster address. */
    public Optional<String> clusterListenerKafka() {
        return clusterAddress.map(address -> literal(clusterListen.orElse(address)) + ":" + port(StackPort.KAFKA_TLS));
    }

    /** Whether the image registry runs on this machine. */
    public boolean runsImageRegistry() {
        return imageRegistry.isPresent() && joined.isEmpty();
    }

    /** {@code HOST:PORT} of the image registry, if there is one. */
    public String imageRegistryAddress() {
        return joined.isPresent()
                ? imageRegistry.orElseThrow()
                : literal(clusterAddress.orElse("127.0.0.1")) + ":" + port(StackPort.IMAGE_REGISTRY);
    }

    /** The image registry's file of users. */
    public Path imageRegistryUsers() {
        return home.resolve("image-registry").resolve("htpasswd");
    }

    /** An address as it is written in a URL: IPv6 in brackets. */
    private static String literal(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** The URL of the API gateway for users, without a slash at its end. */
    public String userUrl() {
        return publicAccess
                .map(access -> access.url().toString())
                .orElse("http://localhost:" + port(StackPort.API_GATEWAY));
    }

    /** The identity provider's address in browsers and tokens. The API gateway forwards to the local Keycloak. */
    public String issuer() {
        return foreignIssuer
                .map(ForeignIssuer::url)
                .or(() -> publicAccess.map(access -> access.url() + REALM))
                .orElseGet(this::localIssuer);
    }

    /** The local Keycloak's realm on loopback, and in accounts' sign-ins, which do not depend on the public URL. */
    public String localIssuer() {
        return "http://localhost:" + port(StackPort.KEYCLOAK) + REALM;
    }

    /** The settings for the issuer, of services that verify users' tokens. */
    public Map<String, String> issuerEnvironment() {
        if (foreignIssuer.isPresent()) {
            return foreignIssuer.get().environment();
        }
        return publicAccess.isEmpty()
                ? Map.of("DCM_ISSUER", issuer())
                : Map.of(
                        "DCM_ISSUER",
                        issuer(),
                        "DCM_RECORDED_ISSUER",
                        localIssuer(),
                        // Not through the public URL, which may depend on DNS and a certificate.
                        "QUARKUS_OIDC_AUTH_SERVER_URL",
                        url(StackPort.KEYCLOAK) + REALM);
    }

    /** The settings of the API gateway for users on other machines. */
    public Map<String, String> publicEnvironment() {
        if (publicAccess.isEmpty()) {
            return PublicAccess.none();
        }
        PublicAccess access = publicAccess.get();
        var environment = new LinkedHashMap<>(access.environment());
        if (access.tls().isGateway()) {
            PublicAccess.KeyFiles files = certificates().publicFiles(access);
            environment.put("DCM_TLS_CERTIFICATE", files.certificate().toString());
            environment.put("DCM_TLS_KEY", files.key().toString());
        }
        if (access.tls() == TlsMode.OWN_CA) {
            environment.put("DCM_TLS_AUTHORITY", certificates().authority().toString());
            environment.put(
                    "DCM_TLS_AUTHORITY_KEY", certificates().authorityKey().toString());
        }
        if (access.tls() == TlsMode.ACME) {
            environment.put("DCM_ACME_DIRECTORY", access.acmeDirectory().toString());
            environment.put("DCM_ACME_EMAIL", access.acmeEmail().orElse(""));
            environment.put("DCM_ACME_CA", access.acmeCa().map(Path::toString).orElse(""));
            environment.put(
                    "DCM_ACME_ACCOUNT_KEY",
                    certificates().acmeAccountKey(access).toString());
        }
        if (foreignIssuer.isEmpty()) {
            environment.put("DCM_KEYCLOAK_URL", url(StackPort.KEYCLOAK));
        }
        return environment;
    }

    /** Whether the installation has a certificate authority of its own. */
    public boolean hasAuthority() {
        return clusterAddress.isPresent()
                || publicAccess.filter(access -> access.tls() == TlsMode.OWN_CA).isPresent();
    }

    /** The id of the client for device login at the issuer; empty if a foreign issuer has none. */
    public Optional<String> deviceClient() {
        return foreignIssuer.map(ForeignIssuer::deviceClient).orElse(Optional.of(DEVICE_CLIENT));
    }

    /** The web console's client at the issuer; empty if there is no web console. */
    public Optional<ConsoleClient> consoleClient() {
        return ConsoleClient.of(secrets(), foreignIssuer);
    }

    public String kafkaBootstrap() {
        return foreignBroker.map(ForeignBroker::bootstrap).orElseGet(() -> "127.0.0.1:" + port(StackPort.KAFKA));
    }

    /** The launcher's connection to the broker, as a super user. */
    public KafkaConnection kafka() {
        return foreignBroker
                .map(ForeignBroker::connection)
                .orElseGet(() -> KafkaConnection.plain(
                        kafkaBootstrap(), BROKER_ADMINISTRATOR, secrets().kafka(BROKER_ADMINISTRATOR)));
    }

    /** A service's or worker's connection to the broker. */
    public KafkaConnection kafka(LogPrincipal principal) {
        String password = secrets().kafka(principal.name());
        return joined.map(other -> KafkaConnection.scramOverTls(
                        other.kafkaAddress(),
                        principal.name(),
                        password,
                        certificates().authority()))
                .or(() -> foreignBroker.map(broker -> broker.connection(principal.name(), password)))
                .orElseGet(() -> KafkaConnection.scram(kafkaBootstrap(), principal.name(), password));
    }

    /** The keys and certificates for connections between machines. */
    public CertificateFiles certificates() {
        return new CertificateFiles(home.resolve("tls"), secrets());
    }

    /** The directory of what user-service and the launcher know of other hosts: invitations, and those that have joined. */
    public Path hosts() {
        return secrets().directory().resolve("hosts");
    }

    /** The directory of invitations with which machines join as hosts. Before the first start of this version, it is that of 0.9. */
    public Path invitations() {
        Path earlier = secrets().directory();
        boolean moved = Files.exists(hosts())
                || !Files.exists(earlier.resolve("invitations")) && !Files.exists(earlier.resolve("joined-hosts"));
        return (moved ? hosts() : earlier).resolve("invitations");
    }

    /** The file with the key with which this machine's worker authenticates its reports. */
    public Path workerReportKey() {
        return joined.isPresent()
                ? secrets().joinedReportKey()
                : secrets().reportKeyFile(ReportSource.worker(new HostName(hostName)));
    }

    /** The principal of this machine's worker. */
    public LogPrincipal worker() {
        return LogPrincipal.worker(new HostName(hostName), joined.flatMap(JoinedInstallation::join));
    }

    /** What the auditor needs to know. */
    public AuditSettings auditSettings(RemoteEngines otherEngines) {
        Database views = viewsDatabase();
        return new AuditSettings(
                kafka(),
                logArchive(),
                views.url(),
                views.user(),
                views.password(),
                id,
                dockerHost,
                hostName,
                otherEngines);
    }

    /** The directory of the log's archive, which exists when the log was compacted. */
    public Path logArchive() {
        return data("log-archive");
    }

    /** The database of the views. */
    public Database viewsDatabase() {
        return foreignDatabases
                .map(databases -> databases.views().database())
                .orElseGet(() -> new Database(jdbcUrl("dcm"), "dcm", secrets().postgresDcm()));
    }

    /** The database of the installation's Keycloak. */
    public Database keycloakDatabase() {
        return foreignDatabases
                .flatMap(ForeignDatabases::keycloak)
                .map(ForeignDatabases.Access::database)
                .orElseGet(() ->
                        new Database(jdbcUrl("keycloak"), "keycloak", secrets().postgresKeycloak()));
    }

    /** The JDBC URL of a database of the installation's own PostgreSQL. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(StackPort.POSTGRES), database);
    }

    /** The file with the id of the Kafka cluster of others that has the log of this installation. */
    public Path foreignCluster() {
        return data("foreign-kafka");
    }

    /** Whether the directory has an installation with a log, which was started before. */
    public boolean hasLog() {
        return Files.exists(data("kafka")) || Files.exists(foreignCluster());
    }

    public Path data(String name) {
        return home.resolve("data").resolve(name);
    }

    public Secrets secrets() {
        return new Secrets(home.resolve("secrets"));
    }

    /** If two launchers start at the same time, both get the id that was written first. */
    private static String firstId(Path home) {
        return new Secrets(home.resolve("secrets")).firstOf("installation-id", Installation::randomId);
    }

    private static String randomId() {
        byte[] bytes = new byte[3];
        new SecureRandom().nextBytes(bytes);
        return "dcm-" + HexFormat.of().formatHex(bytes);
    }
}
