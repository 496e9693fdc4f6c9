package dcm.stack.keycloak;

import dcm.stack.installation.Database;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The tables of Keycloak's database. Keycloak itself needs many seconds of the first start to create them, in more than a hundred migrations. A
 * release has the statements in a file; without it, in a source tree, Keycloak does it.
 */
public final class KeycloakSchema {
    private static final String PORT_BASE = "28700";

    private KeycloakSchema() {}

    private static Path file(ProgramFiles programs) {
        return KeycloakServer.distribution(programs).resolve("dcm-schema.sql");
    }

    /** Creates the tables, if the database is empty and the file is there. */
    static void ensure(Installation installation) {
        Path file = file(installation.programs());
        if (!Files.exists(file)) {
            return;
        }
        Database database = installation.keycloakDatabase();
        try (Connection connection = DriverManager.getConnection(database.url(), database.properties());
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (isEmpty(sql)) {
                sql.execute(Files.readString(file));
            }
            connection.commit();
        } catch (SQLException | IOException e) {
            throw new StackFailure("Cannot create the tables of Keycloak: %s".formatted(e.getMessage()), e);
        }
    }

    private static boolean isEmpty(Statement sql) throws SQLException {
        try (ResultSet tables = sql.executeQuery(
                "select 1 from information_schema.tables where table_schema = current_schema() limit 1")) {
            return !tables.next();
        }
    }

    /**
     * Writes the file, if it does not exist. Starts PostgreSQL with an empty database, in which Keycloak creates nothing.
     *
     * @param programs with a Keycloak that is built
     */
    public static void export(ProgramFiles programs) {
        Path file = file(programs);
        if (Files.exists(file)) {
            return;
        }
        try {
            Path home = Files.createTempDirectory("dcm-keycloak-schema");
            Installation installation = Installation.of(
                    programs,
                    Map.of("DCM_HOME", home.toString(), "DCM_INSTALLATION", "schema", "DCM_PORT_BASE", PORT_BASE));
            PostgresServer postgres = new PostgresServer(installation);
            try {
                postgres.start();
                Path draft = home.resolve("schema.sql");
                new KeycloakServer(installation).exportSchema(draft);
                Files.copy(draft, file);
            } finally {
                postgres.stop();
                SystemCommand.run("rm", "-rf", home.toString());
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }
}
