package dcm.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The account PostgreSQL runs under, and the places it finds its programs and data at.
 *
 * <p>The server refuses to run as root, so root runs it as a system user of its own. The source tree and its
 * {@code .dcm} may lie where that user cannot go, such as {@code /root}; both directories are therefore mounted at a
 * place open to it, in a mount namespace that nothing else sees and that ends with the server.
 */
final class PostgresAccount {
    private static final String USER = "dcm-postgres";

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

    /** Makes the system user, its data directory and the mount points, where they are not there yet. */
    static PostgresAccount of(Installation installation, Path programs) {
        Path data = installation.data("postgres");
        var account = new PostgresAccount(
                "root".equals(System.getProperty("user.name")),
                programs,
                data,
                Path.of("/run/dcm-postgres", installation.id()));
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
            throw new StackFailure("PostgreSQL's directories cannot be made: " + e, e);
        }
    }

    /** Where the account finds a file of the data directory. */
    String data(String file) {
        return (root ? mounts.resolve("data") : data).resolve(file).toString();
    }

    /** The words that run one of its programs under the account, in the same process. */
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

    /** Hands a file over to the account. */
    void own(Path file) {
        if (root) {
            SystemCommand.run("chown", USER + ":" + USER, file.toString());
        }
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
