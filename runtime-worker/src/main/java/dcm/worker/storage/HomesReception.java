package dcm.worker.storage;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Receives the homes of owners that are moved to this host. An archive is extracted into a directory of its own, which becomes the
 * owner's homes when it is complete and on disk. An attempt that ends early leaves nothing. Thread-safe.
 */
public final class HomesReception {
    /** The directory into which the homes of an owner are received has this prefix and the owner's name. */
    static final String INCOMING = ".incoming-";

    private static final String RECEIVED = ".received-";
    private static final Set<String> CONTENT = Set.of("root", "home");

    /** A slow disk can need hours for what is not written yet. */
    private static final Duration SYNC = Duration.ofHours(12);

    /** A twentieth of the disk stays free. */
    private static final int RESERVE = 20;

    /** How much is received between two looks at the free space. */
    private static final long LOOK = 16L << 20;

    /** How many bytes an archive has for each file in addition to its content, at most on average; also the size of a block. */
    private static final long PER_FILE = 4096;

    /** The files that tar has read and not yet listed. */
    private static final long UNLISTED = 64L << 20;

    private final Path root;
    private final FilesystemQuotas quotas;
    private final NewHomes newHomes;
    private final HomesInUse inUse;

    HomesReception(Path root, FilesystemQuotas quotas, HomesInUse inUse, NewHomes newHomes) {
        this.root = root;
        this.quotas = quotas;
        this.inUse = inUse;
        this.newHomes = newHomes;
    }

    /** What received homes have in common with homes that were created here. */
    interface NewHomes {
        /** Gives the homes in a directory the mode and owner of new ones; their content stays as it is. */
        void own(Path directory) throws IOException;

        /** Sets the limit of an owner's homes. */
        void limit(OwnerName owner) throws InterruptedException;
    }

    /** What was received for a move before, and is on disk; empty if the homes are not complete. */
    public Optional<ReceivedHomes> received(OwnerName owner, IntentId move) throws IOException, InterruptedException {
        Optional<ReceivedHomes> found = find(owner, move);
        if (found.isPresent()) {
            sync(root); // the earlier attempt may have ended before it did this
        }
        return found;
    }

    /** Whether the homes of the owner are those that were received for this move. */
    boolean hasReceived(OwnerName owner, IntentId move) throws IOException {
        return find(owner, move).isPresent();
    }

    private Optional<ReceivedHomes> find(OwnerName owner, IntentId move) throws IOException {
        if (!Files.isDirectory(own(owner), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            String[] mark = Files.readString(mark(owner)).strip().split(" ", -1);
            return mark.length == 3 && mark[0].equals(move.value())
                    ? Optional.of(new ReceivedHomes(Long.parseLong(mark[1]), Long.parseLong(mark[2])))
                    : Optional.empty();
        } catch (NoSuchFileException noneReceived) {
            return Optional.empty();
        }
    }

    /**
     * Reads the archive and makes its content the homes of the owner, who must have none.
     *
     * @param expected the size of the homes in bytes; 0 if it is not known
     * @throws ArchiveRefusedException if another attempt would fail, too
     * @throws IOException if the archive ended early
     */
    @SuppressWarnings("try") // the use has no methods
    public ReceivedHomes receive(
            OwnerName owner, IntentId move, long expected, InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        try (HomesInUse.Use use = inUse.begin(owner)) {
            refuseOtherHomes(owner);
            deleteIncoming(owner);
            refuseIfFull(expected);
            return receiveUnused(owner, move, archive, progress);
        }
    }

    private ReceivedHomes receiveUnused(OwnerName owner, IntentId move, InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        try {
            Path incoming = incoming(owner);
            quotas.create(incoming);
            newHomes.limit(owner);
            ReceivedHomes received = extracted(owner, archive, progress);
            complete(owner, move, received, progress);
            return received;
        } catch (ArchiveRefusedException | IOException | InterruptedException e) {
            try {
                deleteIncoming(owner);
            } catch (IOException also) { // the next attempt deletes it
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** Other accounts use the same disk. */
    private void refuseIfFull(long needed) throws ArchiveRefusedException, IOException {
        FileStore disk = Files.getFileStore(root);
        long reserve = disk.getTotalSpace() / RESERVE;
        long free = disk.getUsableSpace();
        if (free - reserve < needed) {
            throw new ArchiveRefusedException(
                    ErrorCode.HOST_FULL,
                    "The disk of the new host has no room for the home directories: " + (free >> 20) + " MiB are free, "
                            + (reserve >> 20) + " MiB of them must stay free, and " + (needed >> 20)
                            + " MiB are needed.");
        }
    }

    /** Small files fill a filesystem without needing much space. Some filesystems, such as btrfs, have no limit: 0 in total. */
    private void refuseIfOutOfInodes() throws ArchiveRefusedException, IOException, InterruptedException {
        String[] inodes = CommandRunner.run("stat", "--file-system", "--format=%c %d", root.toString())
                .strip()
                .split(" ", -1);
        long reserve = Long.parseLong(inodes[0]) / RESERVE;
        long free = Long.parseLong(inodes[1]);
        if (free < reserve) {
            throw new ArchiveRefusedException(
                    ErrorCode.HOST_FULL,
                    "The disk of the new host has no room for more files: " + free + " inodes are free, and " + reserve
                            + " must stay free. Delete files there, or choose another host.");
        }
    }

    /**
     * The old host is not trusted: it may send more than the owner may have. A filesystem that enforces the quota counts itself. Each
     * file with content occupies a block, so the files of homes that fit the quota do not add more than the quota.
     */
    private void refuseIfAboveQuota(OwnerName owner, long bytes, long files) throws ArchiveRefusedException {
        long quota = quotas.homeBytes(owner);
        boolean isAbove =
                quota != FilesystemQuotas.UNLIMITED && bytes - Math.min(files * PER_FILE, quota) - UNLISTED > quota;
        if (isAbove && !quotas.isEnforcedForIncoming(owner)) {
            throw new ArchiveRefusedException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The old host sent " + (bytes >> 20)
                            + " MiB and more, and the account's quota for home directories is "
                            + (quota >> 20) + " MiB. Raise the quota, or ask the user to delete files, then move them"
                            + " again.");
        }
    }

    /** Ends the move when the disk becomes full, or the owner's quota is exceeded. */
    private ReceptionProgress watched(OwnerName owner, LongSupplier files, ReceptionProgress progress) {
        return new ReceptionProgress() {
            private long next;

            @Override
            public void read(long bytes) throws ArchiveRefusedException, IOException, InterruptedException {
                refuseIfAboveQuota(owner, bytes, files.getAsLong());
                if (bytes >= next) {
                    refuseIfFull(LOOK);
                    refuseIfOutOfInodes();
                    next = bytes + LOOK;
                }
                progress.read(bytes);
            }
        };
    }

    /** Deletes what was received for an owner and did not become the homes. */
    void forget(OwnerName owner) throws IOException {
        deleteIncoming(owner);
        Files.deleteIfExists(mark(owner));
    }

    private void refuseOtherHomes(OwnerName owner) throws ArchiveRefusedException, IOException {
        Path own = own(owner);
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try { // only empty ones, because this deletes no content
            for (String part : CONTENT) {
                Files.deleteIfExists(own.resolve(part));
            }
            Files.delete(own);
        } catch (FileSystemException e) {
            throw new ArchiveRefusedException(
                    ErrorCode.MOVE_FAILED,
                    "The new host already has home directories of '" + owner + "' with files in them: " + own
                            + ". Move them away on that host, then try again.");
        }
    }

    private ReceivedHomes extracted(OwnerName owner, InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        try (HomesExtraction extraction = HomesExtraction.into(incoming(owner))) {
            return extraction.run(archive, watched(owner, extraction::files, progress));
        }
    }

    private void complete(OwnerName owner, IntentId move, ReceivedHomes received, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        Path incoming = incoming(owner);
        mustBeHomes(incoming);
        HostFiles.own(incoming, "rwx--x--x", 0, 0);
        newHomes.own(incoming);
        sync(incoming);
        progress.completing();
        HostFiles.write(mark(owner), move.value() + " " + received.bytes() + " " + received.files(), "rw-------", 0, 0);
        try {
            Files.move(incoming, own(owner), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(mark(owner)); // homes that exist were not received
            throw e;
        }
        sync(root);
        newHomes.limit(owner);
    }

    private static void sync(Path path) throws IOException, InterruptedException {
        CommandRunner.runWithin(SYNC, "sync", "--file-system", path.toString());
    }

    private static void mustBeHomes(Path incoming) throws ArchiveRefusedException, IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(incoming)) {
            for (Path part : all) {
                if (!CONTENT.contains(part.getFileName().toString())
                        || !Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                    throw new ArchiveRefusedException(
                            ErrorCode.MOVE_FAILED,
                            "The archive contains something else than home directories. An administrator must check the"
                                    + " old host.");
                }
            }
        }
    }

    private void deleteIncoming(OwnerName owner) throws IOException {
        RecursiveDeletion.delete(root, INCOMING + owner);
    }

    private Path own(OwnerName owner) {
        return root.resolve(owner.value());
    }

    private Path incoming(OwnerName owner) {
        return root.resolve(INCOMING + owner);
    }

    private Path mark(OwnerName owner) {
        return root.resolve(RECEIVED + owner);
    }
}
