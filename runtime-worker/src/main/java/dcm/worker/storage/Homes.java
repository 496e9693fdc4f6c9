package dcm.worker.storage;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.HomeStorage;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.host.CommandRunner;
import dcm.worker.storage.HomesReception.NewHomes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Manages owners' homes: {@code ROOT/OWNER/root} and {@code ROOT/OWNER/home}, mounted in every container of that owner.
 * Only the host's root can access {@code ROOT}, which is mounted {@code nosuid,nodev}. The worker never opens anything
 * inside an existing home, because its owner is root there and can plant links. Thread-safe.
 */
public final class Homes {
    private static final Logger LOG = Logger.getLogger(Homes.class);

    /** The uid of the owner's regular user in every container. */
    static final int USER = 1000;

    private final Path root;
    private final int rootUid;
    private final int rootGid;
    private final FilesystemQuotas quotas;
    private final HomesInUse inUse = new HomesInUse();
    private final HomesReception reception;
    private boolean isBound;

    /**
     * Creates the directory of homes if it is missing, and checks that it is the same as before. If its disk is not
     * mounted, the mount point is an empty directory and all homes would seem to be gone.
     *
     * @param known the worker's file with the identity of the directory
     * @throws IOException if it is a different directory
     */
    public static void openRoot(Path root, Path known) throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        Path mark = root.resolve(HomeStorage.FILE);
        boolean isKnown = Files.exists(known);
        if (!Files.exists(mark)) {
            if (isKnown) {
                throw new IOException(root + " is not the previous directory of homes: the file " + mark
                        + " is missing. Mount the disk with the homes; the worker then continues. To use"
                        + " this directory from now on, remove " + known + ".");
            }
            mark(root, mark);
        }
        String found = Files.readString(mark);
        if (isKnown && !Files.readString(known).equals(found)) {
            throw new IOException(root + " is not the previous directory of homes: the id in " + mark
                    + " differs from the one in " + known + ". Mount the disk with the homes; the worker then"
                    + " continues. To use this directory from now on, remove " + known + ".");
        }
        if (!isKnown) {
            Files.createDirectories(known.toAbsolutePath().getParent());
            HostFiles.write(known, found, "rw-------", 0, 0);
        }
    }

    /** Writes the identity once, also when several hosts with shared storage do so concurrently. */
    private static void mark(Path root, Path mark) throws IOException {
        Path written = Files.writeString(
                root.resolve(".new-" + UUID.randomUUID()), UUID.randomUUID().toString());
        try {
            Files.createLink(mark, written);
        } catch (FileAlreadyExistsException anothersIsFirst) {
            LOG.debugf("identity of the homes exists: path=%s", mark);
        } finally {
            Files.delete(written);
        }
    }

    /**
     * Creates the homes below a directory.
     *
     * @param rootUid the host's uid of a container's root
     * @param quotas the quotas of the homes' filesystem
     */
    public Homes(Path root, int rootUid, int rootGid, FilesystemQuotas quotas) {
        this.root = root;
        this.rootUid = rootUid;
        this.rootGid = rootGid;
        this.quotas = quotas;
        this.reception = new HomesReception(root, quotas, inUse, new NewHomes() {
            @Override
            public void own(Path directory) throws IOException {
                ownParts(directory);
            }

            @Override
            public void limit(OwnerName owner) throws InterruptedException {
                Homes.this.limit(owner);
            }
        });
    }

    /** Mounts the root directory with {@code nosuid,nodev}. */
    public void open() throws IOException, InterruptedException {
        if (!isMounted()) {
            CommandRunner.run("mount", "--bind", root.toString(), root.toString());
            isBound = true;
        }
        CommandRunner.run("mount", "-o", "remount,bind,nosuid,nodev", root.toString());
    }

    /** Removes the bind mount if this worker made it; containers keep their mounts. */
    public void close() {
        try {
            if (isBound) {
                CommandRunner.run("umount", "--lazy", root.toString());
            }
        } catch (IOException e) {
            LOG.warnf("homes could not be unmounted: path=%s reason=%s", root, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Identifies the directory of homes; empty if it cannot be read now. */
    public Optional<HomeStorage> identify() {
        try {
            return Optional.of(new HomeStorage(
                    Files.readString(root.resolve(HomeStorage.FILE)).strip(), rootUid, rootGid));
        } catch (IOException e) {
            LOG.warnf("identity of the homes could not be read: path=%s reason=%s", root, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Creates the owner's homes unless they exist. On shared storage another host may create them at the same time, so they
     * are moved into place complete: a directory with content is never replaced.
     */
    public Home ensure(OwnerName owner) throws InterruptedException {
        Path own = root.resolve(owner.value());
        if (HostFiles.ensure(own, "rwx--x--x", 0, 0, this::create)) {
            limit(owner);
        }
        return ensureInside(own);
    }

    private void create(Path own) throws IOException, InterruptedException {
        quotas.create(own);
        ensureInside(own);
    }

    private Home ensureInside(Path own) {
        Home home = new Home(own.resolve("root"), own.resolve("home"));
        HostFiles.ensure(home.root(), "rwx------", rootUid, rootGid);
        HostFiles.ensure(home.user(), "rwx------", rootUid + USER, rootGid + USER);
        // Their content stays unchanged, because the owner can plant links in there.
        HostFiles.transfer(home.root(), 0, rootUid, rootGid);
        HostFiles.transfer(home.user(), USER, rootUid + USER, rootGid + USER);
        return home;
    }

    /**
     * Deletes the owner's homes with their content. The owner must have no containers left, which could change them
     * meanwhile.
     *
     * @param isWanted whether they must be deleted; read when nothing else uses them
     * @return false if they are not to be deleted any more
     * @throws IOException if they are in use or cannot be deleted
     */
    @SuppressWarnings("try") // the use has no methods
    public boolean remove(OwnerName owner, BooleanSupplier isWanted) throws IOException, InterruptedException {
        try (HomesInUse.Use use = inUse.begin(owner)) {
            if (!isWanted.getAsBoolean()) {
                return false;
            }
            reception.forget(owner);
            delete(owner);
            return true;
        }
    }

    /**
     * Deletes what was received for a move that failed. Homes that were here before stay.
     *
     * @param isWanted whether it must be deleted; read when nothing else uses the homes
     * @return false if it is not to be deleted any more
     * @throws IOException if the homes are in use or cannot be deleted
     */
    @SuppressWarnings("try") // the use has no methods
    public boolean undo(OwnerName owner, IntentId move, BooleanSupplier isWanted)
            throws IOException, InterruptedException {
        try (HomesInUse.Use use = inUse.begin(owner)) {
            if (!isWanted.getAsBoolean()) {
                return false;
            }
            if (reception.hasReceived(owner, move)) {
                delete(owner);
            }
            reception.forget(owner);
            return true;
        }
    }

    private void delete(OwnerName owner) throws IOException {
        quotas.deleteNested(owner);
        RecursiveDeletion.delete(root, owner.value());
    }

    /**
     * Transfers an owner's homes to an account that has none. Neither account may have containers, which could change
     * them meanwhile. Does nothing if they are already transferred.
     *
     * @throws IOException if the receiver has homes, which stay unchanged, or the homes are in use
     */
    @SuppressWarnings("try") // the use has no methods
    public void move(OwnerName owner, OwnerName successor) throws IOException, InterruptedException {
        try (HomesInUse.Use use = inUse.begin(owner);
                HomesInUse.Use other = inUse.begin(successor)) {
            moveUnused(owner, successor);
        }
    }

    private void moveUnused(OwnerName owner, OwnerName successor) throws IOException, InterruptedException {
        Path ownersHome = root.resolve(owner.value());
        Path successors = root.resolve(successor.value());
        if (!Files.isDirectory(ownersHome, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(successors, LinkOption.NOFOLLOW_LINKS)) { // a move would replace an empty one
            throw new IOException(successor + " already has homes on this host");
        }
        Files.move(ownersHome, successors, StandardCopyOption.ATOMIC_MOVE);
        limit(successor);
    }

    /** Receives homes from other hosts. */
    public HomesReception reception() {
        return reception;
    }

    /**
     * The archive of the owner's homes; no container of the owner may run.
     *
     * @throws HomesUnreadableException if there are none
     * @throws IOException if the archive could not be started
     */
    public Source archive(OwnerName owner) throws IOException {
        Path own = root.resolve(owner.value());
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            throw new HomesUnreadableException("there is no directory " + own);
        }
        return HomesArchive.open(own);
    }

    private void ownParts(Path own) throws IOException {
        Home home = ensureInside(own);
        HostFiles.own(home.root(), "rwx------", rootUid, rootGid);
        HostFiles.own(home.user(), "rwx------", rootUid + USER, rootGid + USER);
    }

    /** The directories that are an owner's {@code /root} and {@code /home/OWNER}. */
    public record Home(Path root, Path user) {}

    private boolean isMounted() throws IOException {
        String here = root.toRealPath().toString();
        try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.anyMatch(line -> line.split(" ", 6)[4].equals(here));
        }
    }

    /** If the limit cannot be set, the home is used without one, and the next run of the quotas tries again. */
    private void limit(OwnerName owner) throws InterruptedException {
        try {
            quotas.reconcile();
        } catch (IOException e) {
            LOG.warnf(
                    "limit of the homes could not be set and is retried: account=%s reason=%s", owner, e.getMessage());
        }
    }
}
