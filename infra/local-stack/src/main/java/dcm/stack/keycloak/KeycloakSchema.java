package dcm.stack.keycloak;

import dcm.stack.installation.Database;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of Keycloak's database. Keycloak itself needs many seconds of the first start to create them, in more than a hundred migrations. A
 * release has the statements in a file; without it, in a source tree, Keycloak does it.
 */
final class KeycloakSchema {
    private final Path file;

    /** @param distribution the directory of Keycloak */
    KeycloakSchema(Path distribution) {
        this.file = distribution.resolve("dcm-schema.sql");
    }

    Path file() {
        return file;
    }

    /** Creates the tables, if the database is empty and the file is there. */
    void ensure(Database database) {
        if (!Files.exists(file)) {
            return;
        }
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
}
