package dcm.stack.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.stack.backup.Backup;
import dcm.stack.backup.Repository;
import dcm.stack.backup.Repository.Retention;
import dcm.stack.backup.Repository.Snapshot;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm backup}. */
@Command(
        name = "backup",
        description = {
            "Store the log, the databases, the secrets and the settings, and the image registry if there is one, in an"
                    + " encrypted backup. DCM continues meanwhile; requests wait for less than a second.",
            "Later backups in the same directory add only what has changed."
        },
        footer = {"", "Example: backup /mnt/backup/dcm --password-file /root/backup-password --homes --keep-daily 14"},
        subcommands = {BackupCommand.Ls.class, BackupCommand.Check.class})
public final class BackupCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DIRECTORY =
            "The directory of the backups, or the address of a repository of restic, such as sftp:user@host:/backup.";

    @Parameters(paramLabel = "DIRECTORY", arity = "0..1", description = DIRECTORY)
    private String directory = "";

    @Mixin
    private BackupPassword password = new BackupPassword();

    @Option(names = "--homes", description = "Also store users' homes. Without it, the backup only names them.")
    private boolean homes;

    @Option(
            names = "--keep-last",
            paramLabel = "N",
            description =
                    "Keep the newest N backups, and delete all that no --keep option keeps. Without any, all are kept.")
    private int last;

    @Option(
            names = "--keep-daily",
            paramLabel = "N",
            description = "Keep the newest backup of each of the last N days.")
    private int daily;

    @Option(
            names = "--keep-weekly",
            paramLabel = "N",
            description = "Keep the newest backup of each of the last N weeks.")
    private int weekly;

    @Option(
            names = "--keep-monthly",
            paramLabel = "N",
            description = "Keep the newest backup of each of the last N months.")
    private int monthly;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (directory.isBlank()) {
            throw new StackFailure("Name the directory of the backups: ./dcm backup DIRECTORY");
        }
        if (Math.min(Math.min(last, daily), Math.min(weekly, monthly)) < 0) {
            throw new StackFailure("The --keep options take numbers from 1.");
        }
        var installation = Installation.current();
        var repository = new Repository(directory, password.environment(directory));
        Consumer<String> progress = progress("backup", json);
        Stack stack = new Stack(installation);
        Backup.Result result = new Backup(installation, repository)
                .make(
                        target -> stack.copyTo(target, progress),
                        homes,
                        new Retention(last, daily, weekly, monthly),
                        progress);
        print(result, repository.location());
        return 0;
    }

    private void print(Backup.Result result, String location) {
        if (json) {
            ObjectNode tree = JSON.createObjectNode()
                    .put("backup", result.snapshot())
                    .put("time", result.time())
                    .put("bytes", result.bytes())
                    .put("addedBytes", result.addedBytes())
                    .put("pausedMillis", result.pause().toMillis())
                    .put("homes", homes)
                    .put("deletedBackups", result.deleted());
            ArrayNode notices = tree.putArray("notices");
            result.notices().forEach(notices::add);
            System.out.println(tree);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "Backup %s of %s: %s, of which %s were added to %s. Requests waited for %.1f s.%n",
                result.snapshot(),
                result.time(),
                Repository.size(result.bytes()),
                Repository.size(result.addedBytes()),
                location,
                result.pause().toMillis() / 1000.0);
        if (result.deleted() > 0) {
            System.out.printf("%d old backups were deleted.%n", result.deleted());
        }
        result.notices().forEach(notice -> System.out.println("Notice: " + CommandName.in(notice)));
    }

    /** Prints what a long command is doing: to standard error if standard output is for a program. */
    static Consumer<String> progress(String command, boolean isForProgram) {
        return line -> (isForProgram ? System.err : System.out).println(command + " … " + CommandName.in(line));
    }

    /** {@code ./dcm backup ls}. */
    @Command(name = "ls", description = "List the backups in a directory, on any machine.")
    static final class Ls implements Callable<Integer> {
        @Parameters(paramLabel = "DIRECTORY", description = DIRECTORY)
        private String directory = "";

        @Mixin
        private BackupPassword password = new BackupPassword();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            var repository = new Repository(directory, password.environment(directory));
            repository.requireExists();
            List<Snapshot> snapshots = repository.snapshots();
            if (json) {
                ArrayNode tree = JSON.createArrayNode();
                snapshots.forEach(snapshot -> tree.addObject()
                        .put("backup", snapshot.id())
                        .put("time", snapshot.time().toString())
                        .put("installation", snapshot.installation())
                        .put("homes", snapshot.hasHomes())
                        .put("bytes", snapshot.bytes())
                        .put("addedBytes", snapshot.addedBytes()));
                System.out.println(tree);
                return 0;
            }
            System.out.printf(
                    "%-9s %-20s %-14s %-6s %10s %10s%n", "BACKUP", "TIME", "INSTALLATION", "HOMES", "SIZE", "ADDED");
            snapshots.forEach(snapshot -> System.out.printf(
                    "%-9s %-20s %-14s %-6s %10s %10s%n",
                    snapshot.id(),
                    snapshot.time().truncatedTo(ChronoUnit.SECONDS),
                    snapshot.installation(),
                    snapshot.hasHomes() ? "yes" : "no",
                    Repository.size(snapshot.bytes()),
                    Repository.size(snapshot.addedBytes())));
            return 0;
        }
    }

    /** {@code ./dcm backup check}. */
    @Command(
            name = "check",
            description = "Read all backups in a directory, and compare them with their checksums, on any machine.")
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "DIRECTORY", description = DIRECTORY)
        private String directory = "";

        @Mixin
        private BackupPassword password = new BackupPassword();

        @Override
        public Integer call() {
            var repository = new Repository(directory, password.environment(directory));
            repository.requireExists();
            repository.check();
            System.out.printf("All backups in %s are complete and readable.%n", repository.location());
            return 0;
        }
    }
}
