package dcm.stack.service;

import dcm.stack.installation.Database;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The disk space for a rebuild of the views, which keeps the old ones until the new ones have replaced them. */
public final class ViewsSpace {
    private static final String SIZES = """
            select coalesce(sum(pg_total_relation_size(c.oid)) filter (where n.nspname = 'public'), 0),
                coalesce(sum(pg_total_relation_size(c.oid)) filter (where n.nspname = '%s'), 0)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r'
            """.formatted(ViewsRebuild.NEXT);

    private ViewsSpace() {}

    /** Why there is not enough space; empty if there is, or if DCM does not run the database. */
    public static Optional<String> refusal(Installation installation) {
        Path directory = installation.data("postgres");
        if (installation.foreignDatabases().isPresent() || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Database views = installation.viewsDatabase();
        try (Connection connection = DriverManager.getConnection(views.url(), views.properties());
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(SIZES)) {
            row.next();
            FileStore disk = Files.getFileStore(directory);
            // A rebuild first deletes what another one, which was interrupted, has left.
            long usable = disk.getUsableSpace() + row.getLong(2);
            return refusal(row.getLong(1), usable, disk.getTotalSpace(), directory);
        } catch (SQLException | IOException e) {
            throw new StackFailure("Cannot read the size of the views: %s".formatted(e.getMessage()), e);
        }
    }

    /** PostgreSQL and Kafka must be able to write meanwhile. */
    static Optional<String> refusal(long needed, long usable, long total, Path directory) {
        long free = Math.max(0, usable - total / 20);
        return needed <= free
                ? Optional.empty()
                : Optional.of(
                        ("The new views need about %d MiB beside the old ones, but the disk of %s has only %d MiB, apart"
                                        + " from a twentieth that must stay free.")
                                .formatted(needed >> 20, directory, free >> 20));
    }
}
