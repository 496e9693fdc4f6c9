package dcm.stack.service;

import dcm.stack.installation.Database;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The number of the newest migration of the views. A change of the views, or of how they are projected, has a migration. */
public final class ViewsSchema {
    private static final Pattern MIGRATION = Pattern.compile("db/migration/V(\\d+)__.*\\.sql");

    private ViewsSchema() {}

    /**
     * The newest migration in the programs of projection-service.
     *
     * @param application its directory, as built
     */
    public static int newestIn(Path application) {
        try (Stream<Path> files = Files.list(application.resolve("app"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            int newest = 0;
            for (Path jar : jars) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    newest = Math.max(
                            newest,
                            zip.stream()
                                    .map(entry -> MIGRATION.matcher(entry.getName()))
                                    .filter(Matcher::matches)
                                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                                    .max()
                                    .orElse(0));
                }
            }
            return newest;
        } catch (IOException e) {
            throw new StackFailure("Cannot read the migrations in %s: %s".formatted(application, e), e);
        }
    }

    /** The newest migration of the views in the database; 0 if there are none. */
    public static int newestInDatabase(Installation installation) {
        Database views = installation.viewsDatabase();
        try (Connection connection = DriverManager.getConnection(views.url(), views.properties());
                Statement sql = connection.createStatement()) {
            boolean exists = number(sql, "select count(to_regclass('public.flyway_schema_history'))") == 1;
            return exists
                    ? number(
                            sql,
                            "select coalesce(max(version::int), 0) from public.flyway_schema_history where success and version is not null")
                    : 0;
        } catch (SQLException e) {
            throw new StackFailure("Cannot read the version of the views: %s".formatted(e.getMessage()), e);
        }
    }

    private static int number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
