package dcm.worker.operation;

import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings together orders to import an image and the requests that upload the archives. Either can come first.
 * Thread-safe.
 */
public final class ImageUploads {
    private final Map<ImageId, CompletableFuture<Expected>> expected = new ConcurrentHashMap<>();
    private final Duration timeout;

    /** @param timeout how long each side waits for the other */
    public ImageUploads(Duration timeout) {
        this.timeout = timeout;
    }

    /** An archive that an order waits for. */
    private record Expected(OwnerName owner, CompletableFuture<Upload> upload) {}

    /** An archive that is being uploaded. Closing it lets the request end. */
    public static final class Upload implements AutoCloseable {
        private final InputStream archive;
        private final CompletableFuture<Void> consumed = new CompletableFuture<>();

        private Upload(InputStream archive) {
            this.archive = archive;
        }

        InputStream archive() {
            return archive;
        }

        @Override
        public void close() {
            consumed.complete(null);
        }
    }

    /** Waits for the archive of an image; empty if it does not arrive in time. */
    Optional<Upload> await(ImageId image, OwnerName owner) throws InterruptedException {
        Expected own = new Expected(owner, new CompletableFuture<>());
        rendezvous(image).complete(own);
        try {
            Optional<Upload> upload = within(own.upload());
            // A request that arrives at this moment is not forgotten.
            return upload.isPresent() || own.upload().cancel(false) ? upload : within(own.upload());
        } finally {
            expected.remove(image);
        }
    }

    /**
     * Passes an archive to the order that waits for it, and waits until the order has read it.
     *
     * @return false if no order of this owner waits for the archive
     */
    public boolean put(ImageId image, OwnerName owner, InputStream archive) throws InterruptedException {
        CompletableFuture<Expected> meeting = rendezvous(image);
        Optional<Expected> order = within(meeting);
        if (order.isEmpty()) {
            expected.remove(image, meeting);
        }
        Upload upload = new Upload(archive);
        boolean taken = order.filter(waiting -> waiting.owner().equals(owner))
                .filter(waiting -> waiting.upload().complete(upload))
                .isPresent();
        if (taken) {
            upload.consumed.join();
        }
        return taken;
    }

    private CompletableFuture<Expected> rendezvous(ImageId image) {
        return expected.computeIfAbsent(image, one -> new CompletableFuture<>());
    }

    private <T> Optional<T> within(CompletableFuture<T> future) throws InterruptedException {
        try {
            return Optional.of(future.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
