package dcm.worker.storage;

import dcm.contract.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Extracts one archive of homes in a separate process, which can write only into one directory. Not thread-safe. */
final class HomesExtraction implements AutoCloseable {
    private static final int BUFFER = 128 * 1024;

    /** An archive ends with two blocks of zeros. */
    private static final int END = 2 * 512;

    /** The size of an archive is a multiple of this. */
    private static final int RECORD = 20 * 512;

    private final Process tar;
    private final AtomicLong files = new AtomicLong();
    private final CompletableFuture<Void> counted;
    private final CompletableFuture<String> errors;

    private HomesExtraction(Process tar) {
        this.tar = tar;
        this.counted = CompletableFuture.runAsync(
                () -> count(tar.getInputStream(), files),
                task -> Thread.ofVirtual().name("homes-files").start(task));
        this.errors = ProcessErrors.of(tar);
    }

    static HomesExtraction into(Path directory) throws IOException {
        return new HomesExtraction(new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "--",
                        "sh",
                        "-c",
                        script(),
                        "receive-homes",
                        directory.toString())
                .start());
    }

    private static String script() throws IOException {
        try (InputStream script = HomesExtraction.class.getResourceAsStream("receive-homes.sh")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Reads the archive to its end.
     *
     * @throws ArchiveRefusedException if it cannot be extracted
     * @throws IOException if it ends early
     */
    ReceivedHomes run(InputStream archive, ReceptionProgress progress)
            throws ArchiveRefusedException, IOException, InterruptedException {
        long bytes = 0;
        long zeros = 0;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream input = tar.getOutputStream()) {
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                if (!write(input, buffer, read)) {
                    throw refused();
                }
                bytes += read;
                int last = zeros(buffer, read);
                zeros = last == read ? zeros + last : last;
                progress.read(bytes);
            }
        }
        if (tar.waitFor() != 0) {
            throw refused();
        }
        if (zeros < END || bytes % RECORD != 0) { // tar accepts an archive without its end
            throw new IOException("the archive ended early");
        }
        try {
            counted.join();
            return new ReceivedHomes(bytes, files.get());
        } catch (CompletionException e) {
            throw new IOException("the files could not be counted", e);
        }
    }

    /** The number of zeros at the end. */
    private static int zeros(byte[] buffer, int length) {
        int count = 0;
        while (count < length && buffer[length - 1 - count] == 0) {
            count++;
        }
        return count;
    }

    /** False if tar has ended. */
    private static boolean write(OutputStream input, byte[] buffer, int length) {
        try {
            input.write(buffer, 0, length);
            input.flush();
            return true;
        } catch (IOException brokenPipe) {
            return false;
        }
    }

    private ArchiveRefusedException refused() throws IOException, InterruptedException {
        int status = tar.waitFor();
        String text = errors.join();
        if (status >= HomesArchive.NOT_OF_TAR) {
            throw new IOException("tar ended with status " + status + ": " + text);
        }
        if (text.contains("Disk quota exceeded")) {
            return new ArchiveRefusedException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The home directories exceed the account's quota: " + text
                            + ". Raise the quota, then move them again.");
        }
        boolean isFull = text.contains("No space left on device");
        return new ArchiveRefusedException(
                isFull ? ErrorCode.HOST_FULL : ErrorCode.MOVE_FAILED,
                (isFull
                                ? "The disk of the new host has no room for the home directories: "
                                : "The new host could not extract the home directories: ")
                        + text);
    }

    /** How many files, directories and links have been extracted so far. */
    long files() {
        return files.get();
    }

    private static void count(InputStream lines, AtomicLong count) {
        try (lines) {
            byte[] buffer = new byte[BUFFER];
            for (int read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        count.incrementAndGet();
                    }
                }
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Returns when the process has ended, so that it writes nothing more. */
    @Override
    public void close() {
        tar.destroyForcibly();
        tar.onExit().join();
    }
}
