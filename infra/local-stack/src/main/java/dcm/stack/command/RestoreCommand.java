package dcm.stack.command;

import dcm.stack.backup.Repository;
import dcm.stack.backup.Restoration;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.lifecycle.LauncherLock;
import dcm.stack.machine.CommandName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm restore}. */
@Command(
        name = "restore",
        description = "Restore an installation from a backup on an empty machine, and print what to do next.",
        footer = {"", "Example: restore /mnt/backup/dcm --password-file /root/backup-password"})
public final class RestoreCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIRECTORY",
            description =
                    "The directory of the backups, or the address of a repository of restic, such as sftp:user@host:/backup.")
    private String directory = "";

    @Mixin
    private BackupPassword password = new BackupPassword();

    @Option(
            names = "--snapshot",
            paramLabel = "BACKUP",
            description = "The backup, as 'backup ls' shows it. Without it: the newest one.")
    private String snapshot = "";

    @Override
    public Integer call() {
        var repository = new Repository(directory, password.environment(directory));
        Path home = Configuration.current().home();
        Consumer<String> progress = BackupCommand.progress("restore", false);
        try (var _ = new LauncherLock(home, progress)) {
            print(new Restoration(ProgramFiles.current(), home, System.getenv(), repository)
                    .restore(snapshot, progress));
        }
        return 0;
    }

    private static void print(Restoration.Result result) {
        System.out.printf(
                "%nDCM is restored from the backup %s of %s, in %s.%n",
                result.snapshot(), result.time(), result.home());
        if (!result.hasHomes() && !result.owners().isEmpty()) {
            System.out.printf("""
                    The backup has no homes. If those of %d accounts are not there already, copy them, before DCM starts, to
                      %s
                    with numeric owners, such as by: rsync -aHAX --numeric-ids OLD/ %s/
                    """, result.owners().size(), result.storage(), result.storage());
            result.otherOwners().ifPresent(System.out::println);
        }
        // The first 'up' stores the directory of homes for later.
        String storage = System.getenv("DCM_STORAGE");
        String setting = storage == null || storage.isBlank() ? "" : "DCM_STORAGE=" + result.storage() + " ";
        System.out.print(CommandName.in("""

                Next:
                  %s./dcm up
                """.formatted(setting)));
        if (result.isSameEngine()) {
            System.out.printf(
                    CommandName.in("  ./dcm host recreate %s    only if containers were removed since the backup%n"),
                    result.host());
        } else {
            System.out.printf(CommandName.in("""
                      ./dcm host recreate %s    creates the containers of all users again, with their homes
                    Before the last one, provide the base images that this machine does not have, see docs/base-images.md.
                    """), result.host());
        }
        if (result.mayHaveOtherHosts()) {
            System.out.println(CommandName.in(
                    "On each other host: ./dcm down, delete data/worker/finished and data/worker/orders.position in the"
                            + " installation's directory (.dcm; Debian package: /var/lib/dcm), ./dcm up"));
            if (!result.isSameEngine()) {
                System.out.printf(CommandName.in("""
                        './dcm up' cordons other hosts unless they share the homes. After 'host recreate %s', for each of them:
                          ./dcm host uncordon NAME
                        """), result.host());
            }
        }
    }
}
