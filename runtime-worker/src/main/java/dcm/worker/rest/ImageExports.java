package dcm.worker.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent exports, because the engine writes all layers of an image to its disk before it sends the first
 * byte. Thread-safe.
 */
@ApplicationScoped
class ImageExports {
    private static final int MAX_AT_ONCE = 4;
    private static final int BUFFER = 64 * 1024;
    private static final long RETRY_SECONDS = 30;

    private final Set<OwnerName> exporting = new HashSet<>();

    /**
     * The archive that {@code export} returns. The export begins with the first read, so the caller does not wait for the
     * engine. It counts until it has ended and the source is closed.
     *
     * @throws ProblemException if a limit is reached
     */
    Source open(OwnerName owner, Supplier<InputStream> export) {
        synchronized (exporting) {
            if (exporting.contains(owner)) {
                throw tooMany("You already export an image from this host. Wait until that export has ended.");
            }
            if (exporting.size() >= MAX_AT_ONCE) {
                throw tooMany("This host already exports " + MAX_AT_ONCE + " images, its limit. Try again later.");
            }
            exporting.add(owner);
        }
        return new Archive(owner, export);
    }

    private static ProblemException tooMany(String detail) {
        return new ProblemException(
                ErrorCode.TOO_MANY_REQUESTS, detail, null, Map.of(ProblemException.RETRY_AFTER, RETRY_SECONDS));
    }

    private void release(OwnerName owner) {
        synchronized (exporting) {
            exporting.remove(owner);
        }
    }

    private final class Archive implements Source {
        private final OwnerName owner;
        private final Supplier<InputStream> export;
        private @Nullable InputStream archive;
        private boolean isOpening;
        private boolean isClosed;

        Archive(OwnerName owner, Supplier<InputStream> export) {
            this.owner = owner;
            this.export = export;
        }

        @Override
        public Optional<byte[]> next() throws IOException {
            InputStream opened = opened();
            byte[] buffer = new byte[BUFFER];
            int read = opened.read(buffer);
            return read < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, read));
        }

        /** The archive. One thread calls this method; another one can close the source at the same time. */
        private InputStream opened() throws IOException {
            synchronized (this) {
                if (isClosed) {
                    throw new IOException("the client has disconnected");
                }
                if (archive != null) {
                    return archive;
                }
                isOpening = true;
            }
            InputStream opened = null;
            try {
                opened = export.get();
                return opened;
            } finally {
                opened(opened);
            }
        }

        private synchronized void opened(@Nullable InputStream opened) {
            archive = opened;
            isOpening = false;
            if (isClosed) {
                end();
            }
        }

        @Override
        public synchronized void close() {
            if (!isClosed) {
                isClosed = true;
                if (!isOpening) { // otherwise the engine still works on it
                    end();
                }
            }
        }

        private void end() {
            release(owner);
            try {
                if (archive != null) {
                    archive.close();
                }
            } catch (IOException e) {
                // The engine has disconnected.
            }
        }
    }
}
