package dcm.worker.storage;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receives the homes of owners that are moved to this host. An archive is extracted into a directory of its own, which becomes the
 * owner's homes when it is complete and on disk. An attempt that ends early leaves nothing. Thread-safe.
 */
public final class HomesReception {
    private static final String INCOMING = ".incoming-";
    private static final String RECEIVED = ".received-";
    private static final Set<String> CONTENT = Set.of("root", "home");

    private final Path root;
    private final FilesystemQuotas quotas;
    private final NewHomes newHomes;
    private final Set<OwnerName> receiving = ConcurrentHashMap.newKeySet();

    HomesReception(Path root, FilesystemQuotas quotas, NewHomes newHomes) {
        this.root = root;
        this.quotas = quotas;
        this.newHomes = newHomes;
    }

    /** What received homes have in common with homes that were created here. */
    interface NewHomes {
        /** Gives the homes in a directory the mode and owner of new ones; their content stays as it is. */
        void own(Path directory) throws IOException;

        /** Sets the limit of an owner's homes. */
        void limit(OwnerName owner) throws InterruptedException;
    }

    /** What was received for a move before; empty if the homes are not complete. */
    public Optional<ReceivedHomes> received(OwnerName owner, IntentId move) throws IOException {
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
     * @throws ArchiveRefusedException if another attempt would fail, too
     * @throws IOException if the archive ended early
     */
    public ReceivedHomes receive(OwnerName owner, IntentId move, InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        if (!receiving.add(owner)) {
            throw new IOException("an earlier attempt has not ended yet");
        }
        try {
            refuseOtherHomes(owner);
            deleteIncoming(owner);
            Path incoming = incoming(owner);
            quotas.create(incoming);
            ReceivedHomes received = extracted(incoming, archive, progress);
            complete(owner, move, received);
            return received;
        } catch (ArchiveRefusedException | IOException | InterruptedException e) {
            deleteIncoming(owner);
            throw e;
        } finally {
            receiving.remove(owner);
        }
    }

    /** Whether homes of the owner are being received now. */
    boolean isReceiving(OwnerName owner) {
        return receiving.contains(owner);
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

    private static ReceivedHomes extracted(Path incoming, InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        try (HomesExtraction extraction = HomesExtraction.into(incoming)) {
            return extraction.run(archive, progress);
        }
    }

    private void complete(OwnerName owner, IntentId move, ReceivedHomes received)
            throws ArchiveRefusedException, IOException, InterruptedException {
        Path incoming = incoming(owner);
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
        HostFiles.own(incoming, "rwx--x--x", 0, 0);
        newHomes.own(incoming);
        CommandRunner.run("sync", "--file-system", incoming.toString());
        HostFiles.write(mark(owner), move.value() + " " + received.bytes() + " " + received.files(), "rw-------", 0, 0);
        Files.move(incoming, own(owner), StandardCopyOption.ATOMIC_MOVE);
        CommandRunner.run("sync", "--file-system", root.toString());
        newHomes.limit(owner);
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
