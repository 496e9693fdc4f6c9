package dcm.stack.postgres;

import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The system account of PostgreSQL and the paths of its programs and data.
 *
 * <p>The server refuses to run as root, so root runs it as a system user. That user may have no access to the source
 * tree and its {@code .dcm}, for example below {@code /root}. Both directories are therefore mounted at an accessible
 * place, in a private mount namespace that ends with the server.
 */
final class PostgresAccount {
    static final String USER = "dcm-postgres";

    private static final String MOUNT_AND_RUN = """
            set -e
            mount --bind "$1" "$3/programs"
            mount --bind "$2" "$3/data"
            cd "$3"
            shift 3
            exec setpriv --reuid=%1$s --regid=%1$s --clear-groups --no-new-privs -- "$@"
            """.formatted(USER);

    private final boolean root;
    private final Path programs;
    private final Path data;
    private final Path mounts;

    private PostgresAccount(boolean root, Path programs, Path data, Path mounts) {
        this.root = root;
        this.programs = programs;
        this.data = data;
        this.mounts = mounts;
    }

    /** Creates the system user, its data directory and the mount points, if needed. */
    static PostgresAccount of(Installation installation, Path programs) {
        Path data = installation.data("postgres");
        var account = new PostgresAccount(isRoot(), programs, data, Path.of("/run/dcm-postgres", installation.id()));
        try {
            if (!Files.exists(data)) {
                Files.createDirectories(data.getParent());
                Files.createDirectory(data, Secrets.OWNER_ONLY_DIRECTORY);
            }
            if (account.root) {
                ensureUser();
                account.own(data);
                account.makeMountPoints();
            }
            return account;
        } catch (IOException e) {
            throw new StackFailure("Cannot create PostgreSQL's directories: " + e, e);
        }
    }

    /** The same for a process that has the account's user from its start, and sees both directories. */
    PostgresAccount withoutLauncher() {
        return new PostgresAccount(false, programs, data, mounts);
    }

    /** The account's path of a file in the data directory. */
    String data(String file) {
        return (root ? mounts.resolve("data") : data).resolve(file).toString();
    }

    /** The command line that runs a PostgreSQL program as the account, in the same process. */
    List<String> command(String program, String... arguments) {
        var words = new ArrayList<String>();
        if (root) {
            words.addAll(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", MOUNT_AND_RUN, "sh"));
            words.addAll(List.of(programs.toString(), data.toString(), mounts.toString()));
        }
        words.add((root ? mounts.resolve("programs") : programs)
                .resolve("bin")
                .resolve(program)
                .toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** Makes the account the owner of a file. */
    void own(Path file) {
        if (root) {
            SystemCommand.run("chown", "-h", USER + ":" + USER, file.toString());
        }
    }

    /** Makes the system user, which is created if needed, the owner of a directory with its content, and the only one with access. */
    static void ownAll(Path directory) {
        SystemCommand.run("chmod", "-R", "u=rwX,go=", directory.toString());
        if (isRoot()) {
            ensureUser();
            SystemCommand.run("chown", "-R", USER + ":" + USER, directory.toString());
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void makeMountPoints() throws IOException {
        for (Path directory : List.of(mounts.getParent(), mounts, mounts.resolve("programs"), mounts.resolve("data"))) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void ensureUser() {
        SystemCommand.run(
                "sh",
                "-c",
                "getent passwd %1$s || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin %1$s"
                        .formatted(USER));
    }
}
