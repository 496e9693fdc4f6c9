package dcm.worker.operation;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageReference;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.ImageArchives;
import dcm.worker.operation.ImageUploads.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Imports images from archives that users upload, and from registries. An image gets its name only after it has passed the test, so a
 * repeated order never takes an untested image for a finished one. Thread-safe.
 */
public final class ImportOperation {
    /** Limits the disk space that the engine needs for archives in progress. */
    static final int MAX_AT_ONCE = 4;

    private static final Duration CREDENTIALS_TIME = Duration.ofSeconds(30);

    /** In bytes. Passwords of registries can be tokens of some KiB. */
    private static final int LARGEST_CREDENTIALS = 1 << 16;

    private final OperationContext host;
    private final CreatedImages images;
    private final ImageArchives archives;
    private final ImageUploads uploads;
    private final ImageSource registries;
    private final ImageTest test;
    private final Predicate<ImageId> wanted;
    private final InstantSource clock;
    private final Semaphore slots = new Semaphore(MAX_AT_ONCE, true);

    /** @param wanted whether an image is part of the desired state */
    public ImportOperation(
            OperationContext host,
            ImageArchives archives,
            ImageUploads uploads,
            ImageSource registries,
            ImageTest test,
            Predicate<ImageId> wanted,
            InstantSource clock) {
        this.host = host;
        this.images = new CreatedImages(host);
        this.archives = archives;
        this.uploads = uploads;
        this.registries = registries;
        this.test = test;
        this.wanted = wanted;
        this.clock = clock;
    }

    OrderOutcome carryOut(Order.Import order, Consumer<String> progress) throws InterruptedException {
        Optional<ImageDigest> earlier = host.engine().committedImage(order.image());
        if (earlier.isPresent()) {
            return images.done(order, order.image(), earlier.get(), progress);
        }
        progress.accept(order.from() == null ? "Waiting for the archive." : "Waiting for the credentials.");
        Optional<Upload> upload = uploads.await(order.image(), order.owner());
        if (upload.isEmpty()) {
            return host.failed(
                    order,
                    ErrorCode.BAD_INPUT,
                    order.from() == null
                            ? "The upload of the archive did not begin in time, or was interrupted."
                            : "The credentials for the registry were not sent in time. They are required, and empty for"
                                    + " an anonymous request.");
        }
        try (Upload archive = upload.get()) {
            InputStream content = order.from() == null ? archive.archive() : credentials(order, archive);
            slots.acquire();
            try {
                return load(order, archive, content, progress);
            } finally {
                slots.release();
            }
        } catch (IOException e) {
            return host.failed(order, ErrorCode.BAD_INPUT, "The credentials cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Reads the credentials before the import takes a slot, so that a slow client does not hold one. */
    private InputStream credentials(Order.Import order, Upload upload) throws IOException {
        Instant end = clock.instant().plus(CREDENTIALS_TIME);
        byte[] document = new UploadStream(upload.archive(), end, () -> wanted.test(order.image()), clock)
                .readNBytes(LARGEST_CREDENTIALS + 1);
        if (document.length > LARGEST_CREDENTIALS) {
            throw new IOException("they have more than " + LARGEST_CREDENTIALS + " bytes");
        }
        upload.close(); // the request need not wait for a slot, nor for the layers
        return new ByteArrayInputStream(document);
    }

    private OrderOutcome load(Order.Import order, Upload upload, InputStream content, Consumer<String> progress)
            throws InterruptedException {
        ImageDigest digest;
        try {
            digest = order.from() == null ? loadUploaded(order, upload, progress) : pull(order, content, progress);
        } catch (RegistryException e) {
            archives.discard(order.image());
            return host.failed(order, e.code(), e.message());
        } catch (IOException e) {
            archives.discard(order.image());
            return host.failed(
                    order,
                    ErrorCode.BAD_INPUT,
                    (order.from() == null ? "The archive cannot be imported: " : "The image cannot be pulled: ")
                            + e.getMessage());
        } catch (EngineException e) {
            archives.discard(order.image());
            throw e;
        }
        return tested(order, digest, progress);
    }

    private ImageDigest loadUploaded(Order.Import order, Upload upload, Consumer<String> progress) throws IOException {
        try (upload) {
            return load(order, upload.archive(), progress);
        }
    }

    private ImageDigest pull(Order.Import order, InputStream credentials, Consumer<String> progress)
            throws IOException {
        ImageReference from = Objects.requireNonNull(order.from());
        try (InputStream pulled = registries.pull(from, credentials)) {
            return load(order, pulled, progress);
        }
    }

    private ImageDigest load(Order.Import order, InputStream archive, Consumer<String> progress) throws IOException {
        return archives.load(
                order.image(),
                new UploadStream(archive, order.deadline(), () -> wanted.test(order.image()), clock),
                images.mostImported(order.owner()),
                bytes -> progress.accept("Read " + (bytes >> 20) + " MiB."));
    }

    private OrderOutcome tested(Order.Import order, ImageDigest digest, Consumer<String> progress)
            throws InterruptedException {
        ImageId image = order.image();
        progress.accept("Testing logins in a container of the image.");
        Optional<String> objection = test.objection(digest);
        if (objection.isPresent()) {
            archives.discard(image);
            return host.failed(order, ErrorCode.BAD_INPUT, objection.get());
        }
        archives.keep(image);
        return images.done(order, image, digest, progress);
    }
}
