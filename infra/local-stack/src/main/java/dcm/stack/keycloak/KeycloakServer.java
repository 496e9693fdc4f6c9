package dcm.stack.keycloak;

import dcm.join.PrivateFile;
import dcm.stack.installation.Database;
import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Secrets;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.Http;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Java;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Probe;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.ServerPrograms;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keycloak with the realm {@code dcm}, which it imports at its first start. Its data is in PostgreSQL. */
public final class KeycloakServer implements Part {
    private static final int HEAP_MIB = 256;

    /** Options that are fixed when Keycloak is built for a fast start. */
    private static final List<String> BUILD_OPTIONS = List.of(
            "--db=postgres",
            "--health-enabled=true",
            "--features-disabled=admin-fine-grained-authz,authorization,ciba,docker,kerberos,organization,recovery-codes,par,"
                    + "web-authn,passkeys,impersonation,step-up-authentication,step-up-authentication-saml,client-policies");

    private final Installation installation;
    private final PartProcess process;

    public KeycloakServer(Installation installation) {
        this.installation = installation;
        this.process = PartProcesses.of(
                installation,
                ProcessOptions.of("keycloak")
                        .withUser("dcm-keycloak")
                        .withAfter(needs())
                        .withProbe(Probe.http(installation.port(StackPort.KEYCLOAK_MANAGEMENT), "/health/live"))
                        .withWritable(home())
                        .withReadable(ServerPrograms.of(installation).root()));
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public String version() {
        return Versions.of("keycloak");
    }

    @Override
    public String url() {
        return "http://localhost:" + installation.port(StackPort.KEYCLOAK);
    }

    @Override
    public Set<StackPort> ports() {
        return Set.of(StackPort.KEYCLOAK, StackPort.KEYCLOAK_MANAGEMENT);
    }

    @Override
    public Set<String> needs() {
        return Set.of("postgres");
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(3);
    }

    @Override
    public PartProcess process() {
        return process;
    }

    @Override
    public boolean healthy() {
        return Http.answersOk(installation.url(StackPort.KEYCLOAK_MANAGEMENT) + "/health/ready");
    }

    @Override
    public boolean answers() {
        return Http.answersOk(installation.url(StackPort.KEYCLOAK_MANAGEMENT) + "/health/live");
    }

    @Override
    public void launch() {
        ProgramFiles programs = ServerPrograms.ensure(installation);
        build(programs);
        new KeycloakSchema(distribution(programs)).ensure(installation.keycloakDatabase());
        Path home = ownHome();
        var options = new ArrayList<>(List.of("--optimized", "--import-realm"));
        options.addAll(runOptions());
        var environment = new LinkedHashMap<>(environment());
        environment.putAll(installation.programs().variables(version()));
        // Without it, each connection lost in a restart of PostgreSQL fails one request.
        environment.put("QUARKUS_DATASOURCE_JDBC_VALIDATE_ON_BORROW", "true");
        process.launchJvm(java(installation.size(), home, "start", options.toArray(String[]::new)), environment);
    }

    /** Writes the statements that create the tables in the empty database. Keycloak ends with a failure after that. */
    void exportSchema(Path file) {
        var options = new ArrayList<>(List.of(
                "--optimized",
                "--spi-connections-jpa--quarkus--initialize-empty=false",
                "--spi-connections-jpa--quarkus--migration-strategy=manual",
                "--spi-connections-jpa--quarkus--migration-export=" + file));
        options.addAll(runOptions());
        try {
            SystemCommand.run(
                    java(installation.size(), ownHome(), "start", options.toArray(String[]::new)), environment());
        } catch (StackFailure ended) {
            if (!Files.exists(file)) {
                throw ended;
            }
        }
    }

    /** Writes the configuration and the realm for a Keycloak that runs in a container. */
    public void writeContainerConfiguration() {
        Path directory = installation.home().resolve("keycloak");
        List<String> options = new ArrayList<>(BUILD_OPTIONS);
        options.addAll(runOptions());
        var settings = new StringBuilder();
        options.forEach(
                option -> settings.append(option.substring("--".length())).append('\n'));
        environment()
                .forEach((name, value) -> settings.append(optionOf(name))
                        .append('=')
                        .append(value)
                        .append('\n'));
        try {
            Path imports = Files.createDirectories(directory.resolve("import"));
            PrivateFile.replace(directory.resolve("keycloak.conf"), settings.toString());
            Files.copy(
                    RealmFile.of(installation).path(),
                    imports.resolve("dcm-realm.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure("Cannot write Keycloak's configuration to %s: %s".formatted(directory, e), e);
        }
    }

    /** {@code KC_DB_URL} is {@code db-url} in the file. */
    private static String optionOf(String variable) {
        return variable.replaceFirst("^KC_", "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private List<String> runOptions() {
        var options = new ArrayList<>(List.of(
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + installation.port(StackPort.KEYCLOAK),
                "--http-management-port=" + installation.port(StackPort.KEYCLOAK_MANAGEMENT),
                "--log-level=WARN,io.quarkus:INFO,org.keycloak.exportimport:INFO"));
        options.addAll(hostname());
        return options;
    }

    /**
     * Where browsers reach Keycloak. With a public URL, that is the API gateway, which states the client's address. DCM's services use
     * loopback, and so does the administration.
     */
    private List<String> hostname() {
        return installation
                .publicAccess()
                .map(access -> List.of(
                        "--hostname=" + access.url(),
                        "--hostname-admin=" + url(),
                        "--hostname-backchannel-dynamic=true",
                        "--proxy-headers=xforwarded",
                        "--proxy-trusted-addresses=127.0.0.1"))
                .orElse(List.of("--hostname=" + url()));
    }

    private Map<String, String> environment() {
        Secrets secrets = installation.secrets();
        var environment = new LinkedHashMap<String, String>();
        Database database = installation.keycloakDatabase();
        environment.put("KC_DB_URL", database.url());
        environment.put("KC_DB_USERNAME", database.user());
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_DB_POOL_MAX_SIZE", "15");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakRealm.ADMINISTRATOR);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.keycloakAdmin());
        return environment;
    }

    /**
     * Builds Keycloak with these options, once for all installations that share the distribution, which saves seconds
     * at each start. In a release, Keycloak is built already.
     */
    public static void build(ProgramFiles programs) {
        Path distribution = distribution(programs);
        Path mark = distribution.resolve("built-with");
        String options = String.join("\n", BUILD_OPTIONS);
        if (isBuilt(mark, options)) {
            return;
        }
        try (var lock = FileChannel.open(
                distribution.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (isBuilt(mark, options)) {
                return;
            }
            SystemCommand.run(
                    java(InstallationSize.SMALL, distribution, "build", BUILD_OPTIONS.toArray(String[]::new)));
            Files.writeString(mark, options);
        } catch (IOException e) {
            throw new StackFailure("Cannot prepare Keycloak in %s: %s".formatted(distribution, e), e);
        }
    }

    private static boolean isBuilt(Path mark, String options) {
        try {
            return Files.exists(mark) && Files.readString(mark).equals(options);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(mark, e), e);
        }
    }

    /**
     * A home directory for this installation, because Keycloak writes there. All but the data links to the
     * distribution.
     */
    private Path ownHome() {
        Path home = home();
        Path distribution = distribution(ServerPrograms.of(installation));
        try {
            Path imports = home.resolve("data/import");
            for (Path own : List.of(imports.getParent(), imports)) {
                if (Files.isSymbolicLink(own)) {
                    Files.delete(own); // through it, root would write elsewhere
                }
            }
            Files.createDirectories(imports);
            for (String shared : List.of("conf", "lib", "providers", "themes")) {
                Path link = home.resolve(shared);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, distribution.resolve(shared));
            }
            Files.copy(
                    RealmFile.of(installation).path(),
                    imports.resolve("dcm-realm.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            return home;
        } catch (IOException e) {
            throw new StackFailure("Cannot create Keycloak's home in %s: %s".formatted(home, e), e);
        }
    }

    private Path home() {
        return installation.home().resolve("keycloak");
    }

    static Path distribution(ProgramFiles programs) {
        return programs.server("keycloak-" + Versions.of("keycloak"));
    }

    /** The command that {@code kc.sh} would run. Without the shell in between, the process is Keycloak itself. */
    private static List<String> java(InstallationSize size, Path home, String command, String... options) {
        var words = new ArrayList<>(List.of(
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-Dfile.encoding=UTF-8",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                command));
        words.addAll(List.of(options));
        return Java.command(size, HEAP_MIB, words);
    }
}
