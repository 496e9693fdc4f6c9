package dcm.stack.postgres;

import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcess;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.Probe;
import dcm.stack.part.ProcessOptions;
import dcm.stack.part.ServerPrograms;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/** PostgreSQL on the loopback interface only, with a database for DCM's views and one for Keycloak. */
public final class PostgresServer implements Part {
    private static final String SUPERUSER = "postgres";

    /** The parts use at most this number of connections. */
    private static final String MAX_CONNECTIONS = "60";

    private static final String SHARED_BUFFERS = "32MB";

    private final Installation installation;
    private final PartProcess process;

    public PostgresServer(Installation installation) {
        this.installation = installation;
        // INT is the "fast" shutdown; TERM would wait for every client to disconnect.
        this.process = PartProcesses.of(
                installation,
                ProcessOptions.of("postgres")
                        .withUser(PostgresAccount.USER)
                        .withProbe(Probe.of(Probe.Kind.POSTGRES, installation.port(StackPort.POSTGRES)))
                        .withWritable(installation.data("postgres"))
                        .withReadable(ServerPrograms.of(installation).root())
                        .withStop("INT", Duration.ofSeconds(15)));
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String version() {
        return Versions.of("postgres");
    }

    @Override
    public String url() {
        return "127.0.0.1:" + installation.port(StackPort.POSTGRES);
    }

    @Override
    public Set<StackPort> ports() {
        return Set.of(StackPort.POSTGRES);
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public PartProcess process() {
        return process;
    }

    @Override
    public boolean healthy() {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Starts the server, then creates missing databases. */
    @Override
    public void start(Consumer<String> report) {
        Part.super.start(report);
        ensureDatabases();
    }

    /** Creates missing databases and roles. The server must run. */
    public void ensureDatabases() {
        try (Connection connection = connect()) {
            ensureDatabase(connection, "dcm", installation.secrets().postgresDcm());
            ensureDatabase(connection, "keycloak", installation.secrets().postgresKeycloak());
        } catch (SQLException e) {
            throw new StackFailure("Cannot create the databases in PostgreSQL: " + e.getMessage(), e);
        }
    }

    @Override
    public void relaunch() {
        if (!isInitialised()) {
            throw new StackFailure("The database in %s is missing. If it is on another disk, mount it."
                    .formatted(installation.data("postgres")));
        }
        launch();
    }

    /** Writes the configuration and the superuser's password for a server that runs in a container. */
    public void writeContainerConfiguration() {
        Path directory = installation.home().resolve("postgres");
        try {
            Files.createDirectories(directory);
            PrivateFile.replace(
                    directory.resolve("password"), installation.secrets().postgres());
            Files.writeString(directory.resolve("postgresql.conf"), """
                    listen_addresses = '127.0.0.1'
                    port = %d
                    password_encryption = 'scram-sha-256'
                    max_connections = %s
                    shared_buffers = %s
                    """.formatted(
                            installation.port(StackPort.POSTGRES), MAX_CONNECTIONS, SHARED_BUFFERS));
        } catch (IOException e) {
            throw new StackFailure("Cannot write PostgreSQL's configuration to %s: %s".formatted(directory, e), e);
        }
    }

    /** Makes the system user, which may have another number than where the files come from, the owner of a data directory. */
    public static void own(Path directory) {
        PostgresAccount.ownAll(directory);
    }

    /**
     * Checks that this PostgreSQL can read the data.
     *
     * @throws StackFailure if another major version has written them
     */
    public void requireReadable() {
        Path file = installation.data("postgres").resolve("cluster/PG_VERSION");
        try {
            String written = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!written.isEmpty() && !version().startsWith(written + ".")) {
                throw new StackFailure(
                        "The databases are of PostgreSQL %s. This release has PostgreSQL %s, which cannot read them. Use a release of DCM with PostgreSQL %s."
                                .formatted(written, version(), written));
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    private boolean isInitialised() {
        return Files.exists(installation.data("postgres").resolve("cluster"));
    }

    @Override
    public void launch() {
        var account = PostgresAccount.of(installation, PostgresBinaries.unpacked(ServerPrograms.ensure(installation)));
        if (!isInitialised()) {
            initialise(account);
        }
        if (!process.runsAsLauncher()) {
            account = account.withoutLauncher();
        }
        process.launch(
                account.command(
                        "postgres",
                        "-D",
                        account.data("cluster"),
                        "--listen-addresses=127.0.0.1",
                        "--port=" + installation.port(StackPort.POSTGRES),
                        "--unix-socket-directories=",
                        "--max-connections=" + MAX_CONNECTIONS,
                        "--shared-buffers=" + SHARED_BUFFERS),
                installation.programs().variables(version()));
    }

    /** Creates the cluster elsewhere and renames it, so that an interrupted start leaves no incomplete one. */
    private void initialise(PostgresAccount account) {
        Path draft = installation.data("postgres").resolve("draft");
        Path password = installation.data("postgres").resolve("password");
        try {
            SystemCommand.run("rm", "-rf", draft.toString());
            PrivateFile.replace(password, installation.secrets().postgres());
            account.own(password);
            SystemCommand.run(account.command(
                    "initdb",
                    "--pgdata=" + account.data("draft"),
                    "--username=" + SUPERUSER,
                    "--pwfile=" + account.data("password"),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
            Files.delete(password);
            Files.move(draft, draft.resolveSibling("cluster"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot create PostgreSQL's data directory: " + e, e);
        }
    }

    /** A connection without a time-out for answers. */
    Connection connectAsSuperuser() throws SQLException {
        return connect("0");
    }

    private Connection connect() throws SQLException {
        return connect("10");
    }

    private Connection connect(String socketTimeout) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", installation.secrets().postgres());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", socketTimeout);
        return DriverManager.getConnection(installation.jdbcUrl(SUPERUSER), properties);
    }

    /**
     * Creates a database and a role of the same name that owns it. The password is base64url, which needs no quoting.
     */
    private static void ensureDatabase(Connection connection, String name, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '%s'".formatted(name))) {
                statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password));
            }
            if (!exists(statement, "SELECT FROM pg_database WHERE datname = '%s'".formatted(name))) {
                statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(name));
                statement.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
