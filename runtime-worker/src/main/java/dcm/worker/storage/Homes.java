package dcm.worker.storage;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Owners' homes: {@code ROOT/OWNER/root} and {@code ROOT/OWNER/home}, mounted in every container of that owner. {@code ROOT} is
 * the host root's alone and mounted {@code nosuid,nodev}. Once made, a home is never opened from here: its owner is root in
 * there and can plant links. Thread-safe.
 */
public final class Homes {
    private static final Logger LOG = Logger.getLogger(Homes.class);

    /** The owner's regular user in every container. */
    private static final int USER = 1000;

    private final Path root;
    private final int rootUid;
    private final int rootGid;

    /**
     * Homes below a directory.
     *
     * @param rootUid who a container's root is on this host
     */
    public Homes(Path root, int rootUid, int rootGid) {
        this.root = root;
        this.rootUid = rootUid;
        this.rootGid = rootGid;
    }

    /** Makes the root directory, and mounts it so that nothing in it can be a device or gain rights. */
    public void open() throws IOException, InterruptedException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        if (!isMounted()) {
            mount("--bind", root.toString(), root.toString());
        }
        mount("-o", "remount,bind,nosuid,nodev", root.toString());
    }

    /** Undoes the mount; containers keep theirs. */
    public void close() {
        try {
            if (isMounted()) {
                command(List.of("umount", "--lazy", root.toString()));
            }
        } catch (IOException e) {
            LOG.warnf("%s stays mounted: %s", root, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the owner's homes unless they are there. */
    public Home ensure(OwnerName owner) {
        Path own = root.resolve(owner.value());
        Home home = new Home(own.resolve("root"), own.resolve("home"));
        HostDirectory.ensure(own, "rwx--x--x", 0, 0);
        HostDirectory.ensure(home.root(), "rwx------", rootUid, rootGid);
        HostDirectory.ensure(home.user(), "rwx------", rootUid + USER, rootGid + USER);
        return home;
    }

    /** Deletes the owner's homes with all that is in them. No container of hers must be left that could change them meanwhile. */
    public void remove(OwnerName owner) throws IOException {
        Trees.delete(root, owner.value());
    }

    /** The directories that are an owner's {@code /root} and {@code /home/OWNER}. */
    public record Home(Path root, Path user) {}

    private boolean isMounted() throws IOException {
        String here = root.toRealPath().toString();
        try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.anyMatch(line -> line.split(" ", 6)[4].equals(here));
        }
    }

    private void mount(String... arguments) throws IOException, InterruptedException {
        command(Stream.concat(Stream.of("mount"), Stream.of(arguments)).toList());
    }

    private static void command(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }
}
