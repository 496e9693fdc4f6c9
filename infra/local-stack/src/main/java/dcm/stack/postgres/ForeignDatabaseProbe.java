package dcm.stack.postgres;

import dcm.stack.installation.Database;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Checks the databases that others run: DCM must be able to create its tables there. */
public final class ForeignDatabaseProbe {
    private static final int OLDEST = 15;

    private final Installation installation;

    public ForeignDatabaseProbe(Installation installation) {
        this.installation = installation;
    }

    /** The step has the name of the installation's own server, on which other steps depend. */
    public StartupStep step() {
        return new StartupStep("postgres", Set.of(), () -> {
            requireUsable("DCM_DATABASE", installation.viewsDatabase());
            if (installation.foreignIssuer().isEmpty()) {
                requireUsable("DCM_KEYCLOAK_DATABASE", installation.keycloakDatabase());
            }
        });
    }

    /** {@code reachable}, or why not. */
    public String state() {
        try {
            requireUsable("DCM_DATABASE", installation.viewsDatabase());
            return "reachable";
        } catch (StackFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void requireUsable(String settings, Database database) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_has_role(current_user, datdba, 'MEMBER') from pg_database where datname = current_database()")) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new StackFailure("The server of %s_URL is PostgreSQL %d. DCM needs %d or newer."
                        .formatted(settings, version, OLDEST));
            }
            if (!row.next() || !row.getBoolean(1)) {
                throw new StackFailure(
                        "The role %s must own the database of %s_URL, to create tables and schemas. As a superuser: ALTER DATABASE NAME OWNER TO %s"
                                .formatted(database.user(), settings, database.user()));
            }
        } catch (SQLException e) {
            throw new StackFailure(
                    "Cannot use the database of %s_URL, %s: %s".formatted(settings, database.url(), e.getMessage()), e);
        }
    }
}
