package dcm.worker.storage;

import dcm.contract.identity.OwnerName;
import dcm.worker.host.HostCommand;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Owners' homes: {@code ROOT/OWNER/root} and {@code ROOT/OWNER/home}, mounted in every container of that owner. {@code ROOT} is
 * the host root's alone and mounted {@code nosuid,nodev}. Once made, a home is never opened from here: its owner is root in
 * there and can plant links. Thread-safe.
 */
public final class Homes {
    private static final Logger LOG = Logger.getLogger(Homes.class);

    /** Tells one directory of homes from another one; no name of an owner. */
    private static final String MARK = ".dcm-homes";

    /** The owner's regular user in every container. */
    private static final int USER = 1000;

    private final Path root;
    private final int rootUid;
    private final int rootGid;
    private final SpaceQuotas quotas;
    private boolean isBound;

    /**
     * Makes the directory in which homes are, unless it is there, and makes sure that it is the one that was used before: where a disk
     * is not mounted there is an empty directory, in which everybody's homes would seem to be gone.
     *
     * @param known file of the worker's own in which it is kept which one that is
     * @throws IOException if it is another one
     */
    public static void openRoot(Path root, Path known) throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        Path mark = root.resolve(MARK);
        boolean isKnown = Files.exists(known);
        if (!Files.exists(mark)) {
            if (isKnown) {
                throw new IOException(root + " is not the directory of homes that was used before: the file " + mark
                        + " is missing. Mount its disk; the worker then goes on. If it is to be another directory from now on, remove "
                        + known
                        + ".");
            }
            mark(root, mark);
        }
        String found = Files.readString(mark);
        if (isKnown && !Files.readString(known).equals(found)) {
            throw new IOException(root + " is another directory of homes than the one that was used before: " + mark
                    + " says so. Mount its disk; the worker then goes on. If it is to be this one from now on, remove "
                    + known + ".");
        }
        if (!isKnown) {
            Files.createDirectories(known.toAbsolutePath().getParent());
            HostDirectory.write(known, found, "rw-------", 0, 0);
        }
    }

    /** Marks it once, even if several hosts that share it do so at a time. */
    private static void mark(Path root, Path mark) throws IOException {
        Path written = Files.writeString(
                root.resolve(".new-" + UUID.randomUUID()), UUID.randomUUID().toString());
        try {
            Files.createLink(mark, written);
        } catch (FileAlreadyExistsException anothersIsFirst) {
            LOG.debugf("%s is there", mark);
        } finally {
            Files.delete(written);
        }
    }

    /**
     * Homes below a directory.
     *
     * @param rootUid who a container's root is on this host
     * @param quotas of the filesystem that they are on
     */
    public Homes(Path root, int rootUid, int rootGid, SpaceQuotas quotas) {
        this.root = root;
        this.rootUid = rootUid;
        this.rootGid = rootGid;
        this.quotas = quotas;
    }

    /** Mounts the root directory so that nothing in it can be a device or gain rights. */
    public void open() throws IOException, InterruptedException {
        if (!isMounted()) {
            HostCommand.run("mount", "--bind", root.toString(), root.toString());
            isBound = true;
        }
        HostCommand.run("mount", "-o", "remount,bind,nosuid,nodev", root.toString());
    }

    /** Undoes the mount, if it was made here and is not an administrator's disk; containers keep theirs. */
    public void close() {
        try {
            if (isBound) {
                HostCommand.run("umount", "--lazy", root.toString());
            }
        } catch (IOException e) {
            LOG.warnf("%s stays mounted: %s", root, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the owner's homes unless they are there. */
    public Home ensure(OwnerName owner) throws InterruptedException {
        Path own = root.resolve(owner.value());
        Home home = new Home(own.resolve("root"), own.resolve("home"));
        if (HostDirectory.ensure(own, "rwx--x--x", 0, 0, quotas::create)) {
            limit(owner);
        }
        HostDirectory.ensure(home.root(), "rwx------", rootUid, rootGid);
        HostDirectory.ensure(home.user(), "rwx------", rootUid + USER, rootGid + USER);
        return home;
    }

    /** Deletes the owner's homes with all that is in them. No container of hers must be left that could change them meanwhile. */
    public void remove(OwnerName owner) throws IOException, InterruptedException {
        quotas.deleteNested(owner);
        Trees.delete(root, owner.value());
    }

    /**
     * Makes an owner's homes another one's, who has none. No container of theirs must be left that could change them meanwhile. What
     * is moved already stays so.
     *
     * @throws IOException if the other one has some, too, which stay as they are
     */
    public void move(OwnerName owner, OwnerName heir) throws IOException, InterruptedException {
        Path hers = root.resolve(owner.value());
        Path heirs = root.resolve(heir.value());
        if (!Files.isDirectory(hers, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(heirs, LinkOption.NOFOLLOW_LINKS)) { // an empty one would be replaced
            throw new IOException("there are homes of " + heir + " already");
        }
        Files.move(hers, heirs, StandardCopyOption.ATOMIC_MOVE);
        limit(heir);
    }

    /** The directories that are an owner's {@code /root} and {@code /home/OWNER}. */
    public record Home(Path root, Path user) {}

    private boolean isMounted() throws IOException {
        String here = root.toRealPath().toString();
        try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.anyMatch(line -> line.split(" ", 6)[4].equals(here));
        }
    }

    /** A home that cannot be limited yet can be used; it is tried again and again. */
    private void limit(OwnerName owner) throws InterruptedException {
        try {
            quotas.mend();
        } catch (IOException e) {
            LOG.warnf("the homes of %s are without a limit for now: %s", owner, e.getMessage());
        }
    }
}
