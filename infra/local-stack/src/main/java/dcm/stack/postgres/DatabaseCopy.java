package dcm.stack.postgres;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of PostgreSQL's data directory, made while the server runs, with PostgreSQL's interface for base backups. The files are
 * copied first. {@link #finish} then adds the write-ahead log, from which PostgreSQL restores the state of that moment when it starts
 * with the copy. If the server does not run, the copy has everything at once. Not thread-safe.
 */
public final class DatabaseCopy implements AutoCloseable {
    private static final String SLOT = "dcm_backup";
    private static final String WAL = "pg_wal";
    private static final Pattern WAL_FILE = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern START = Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");

    /** Directories whose content belongs to a running server, as pg_basebackup leaves them out. */
    private static final Set<String> EMPTY = Set.of(
            "pg_dynshmem", "pg_notify", "pg_replslot", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init", "backup_label.old", "tablespace_map.old");

    private static final String TEMPORARY = "pgsql_tmp";

    private final PostgresServer server;
    private final Path source;
    private final Path target;
    private final @Nullable Connection connection;

    private DatabaseCopy(PostgresServer server, Path source, Path target, @Nullable Connection connection) {
        this.server = server;
        this.source = source;
        this.target = target;
        this.connection = connection;
    }

    /**
     * Copies the files.
     *
     * @param target a directory that does not exist yet
     */
    public static DatabaseCopy begin(Installation installation, Path target) {
        PostgresServer server = new PostgresServer(installation);
        Path source = installation.data("postgres").resolve("cluster");
        try {
            if (!runs(server)) {
                DatabaseCopy copy = new DatabaseCopy(server, source, target, null);
                copy.copyFiles();
                return copy;
            }
            DatabaseCopy copy = new DatabaseCopy(server, source, target, server.connectAsSuperuser());
            try {
                copy.start();
                copy.copyFiles();
                return copy;
            } catch (SQLException | IOException | RuntimeException e) {
                copy.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StackFailure("Cannot copy PostgreSQL's data from %s: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static boolean runs(PostgresServer server) {
        return server.pid().isPresent() || server.healthy();
    }

    private void start() throws SQLException {
        try (Statement sql = Objects.requireNonNull(connection).createStatement()) {
            // The slot, which ends with the connection, keeps the write-ahead log from now on.
            sql.execute("select pg_create_physical_replication_slot('%s', true, true)".formatted(SLOT));
            sql.execute("select pg_backup_start('dcm', true)");
        }
    }

    /** Ends the copy: it contains what was committed until now. */
    public void finish() {
        if (connection == null) {
            if (runs(server)) { // systemd starts it without the launcher's lock
                throw new StackFailure("PostgreSQL was started while its files were copied. Make the backup again.");
            }
            return;
        }
        try (Statement sql = connection.createStatement()) {
            String label;
            String last;
            // It does not wait for an archive, because there is none.
            try (ResultSet stop =
                    sql.executeQuery("select labelfile, pg_walfile_name(lsn) from pg_backup_stop(false)")) {
                stop.next();
                label = stop.getString(1);
                last = stop.getString(2);
            }
            copyWal(label, last);
            Files.writeString(target.resolve("backup_label"), label);
        } catch (SQLException | IOException e) {
            throw new StackFailure("Cannot complete the copy of PostgreSQL's data: " + e.getMessage(), e);
        }
    }

    private void copyWal(String label, String last) throws IOException {
        var start = START.matcher(label);
        if (!start.find()) {
            throw new IOException("unexpected label of the copy: " + label);
        }
        String first = start.group(1);
        try (Stream<Path> files = Files.list(source.resolve(WAL))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (WAL_FILE.matcher(name).matches() && name.compareTo(first) >= 0 && name.compareTo(last) <= 0) {
                    Files.copy(file, target.resolve(WAL).resolve(name));
                }
            }
        }
        if (!Files.exists(target.resolve(WAL).resolve(first))
                || !Files.exists(target.resolve(WAL).resolve(last))) {
            throw new IOException("the write-ahead log from %s to %s is incomplete".formatted(first, last));
        }
    }

    /** The files get the present time, because a file can change twice within the precision of its time. */
    private void copyFiles() throws IOException {
        boolean isRunning = connection != null;
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                String name = directory.getFileName().toString();
                if (name.startsWith(TEMPORARY)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(source.relativize(directory)));
                boolean isEmpty = EMPTY.contains(name) || isRunning && name.equals(WAL);
                if (isEmpty && name.equals(WAL)) {
                    Files.createDirectories(target.resolve(WAL).resolve("archive_status"));
                }
                return isEmpty ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && !LEFT_OUT.contains(name) && !name.startsWith(TEMPORARY)) {
                    try {
                        Files.copy(file, target.resolve(source.relativize(file)));
                    } catch (NoSuchFileException deleted) {
                        // The write-ahead log has the deletion.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** Ends the copy at the server, if it is not finished. */
    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The server ends the copy with the connection.
            }
        }
    }
}
