package dcm.worker.storage;

import dcm.rest.stream.StreamedResponse.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The archive of an owner's homes, in the format of GNU tar, with numeric owners, modes, ACLs, extended attributes of users, hard links
 * and holes. No container of the owner may run meanwhile. {@code tar} follows no links and has only the right to read.
 */
final class HomesArchive implements Source {
    private static final int BUFFER = 128 * 1024;

    /**
     * Lower statuses are those of tar. The others mean that it could not be started (nice, setpriv, chroot) or was ended by
     * a signal.
     */
    static final int NOT_OF_TAR = 125;

    private final Process tar;
    private final InputStream output;
    private final CompletableFuture<String> errors;
    private volatile boolean isClosed;

    private HomesArchive(Process tar) {
        this.tar = tar;
        this.output = tar.getInputStream();
        this.errors = ProcessErrors.of(tar);
    }

    /** Opens the archive of the homes in {@code own}. */
    static HomesArchive open(Path own) throws IOException {
        return of(new ProcessBuilder(
                        "nice",
                        "-n",
                        "10",
                        "setpriv",
                        "--bounding-set=-all,+dac_read_search",
                        "--inh-caps=-all",
                        "--no-new-privs",
                        "tar",
                        "--create",
                        "--file=-",
                        "--format=posix",
                        "--numeric-owner",
                        "--xattrs",
                        "--xattrs-include=user.*",
                        "--acls",
                        "--sparse",
                        "--warning=no-file-ignored",
                        "--directory=" + own,
                        "root",
                        "home")
                .start());
    }

    /** The archive that a process writes to its standard output. */
    static HomesArchive of(Process tar) {
        return new HomesArchive(tar);
    }

    /**
     * The next part.
     *
     * @throws HomesUnreadableException if tar could not read everything
     * @throws IOException if the archive is not complete, so that the receiver does not take a part for the whole
     */
    @Override
    public Optional<byte[]> next() throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        int read = output.read(buffer);
        if (read >= 0) {
            return Optional.of(Arrays.copyOf(buffer, read));
        }
        int status = tar.waitFor();
        if (isClosed) {
            throw new IOException("the archive was closed before its end");
        }
        if (status != 0) {
            String reason =
                    "tar ended with status " + status + ": " + errors.join().replace("\n", "; ");
            throw status < NOT_OF_TAR ? new HomesUnreadableException(reason) : new IOException(reason);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        isClosed = true;
        tar.destroyForcibly();
    }
}
