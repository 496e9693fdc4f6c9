package dcm.worker.operation;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.ImageContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What operations that create images have in common: the report, and the size that an image may have. Thread-safe. */
final class CreatedImages {
    private final OperationContext host;

    /** What a digest stands for never changes. */
    private final Map<ImageDigest, ImageContent> known = new ConcurrentHashMap<>();

    CreatedImages(OperationContext host) {
        this.host = host;
    }

    /** The report on an image that exists. Before, the image is pushed to the installation's image registry. */
    CommitDone done(Order order, ImageId image, ImageDigest digest, Consumer<String> progress) {
        ImageFacts local = facts(digest);
        ImageFacts facts =
                host.images().push(image, digest, progress).map(local::with).orElse(local);
        return new CommitDone(host.name(), order.container(), order.number(), image, digest, facts);
    }

    private ImageFacts facts(ImageDigest digest) {
        return host.engine()
                .imageContent(digest)
                .orElseThrow(() -> new EngineException(
                        "The image was removed before the operation ended.", new IllegalStateException()))
                .facts(bases());
    }

    private List<ImageContent> bases() {
        return host.baseImages().get().stream()
                .flatMap(reference -> host.engine().findImage(reference).stream())
                .flatMap(base -> content(base.digest()).stream())
                .toList();
    }

    private Optional<ImageContent> content(ImageDigest base) {
        return Optional.ofNullable(known.computeIfAbsent(
                base, digest -> host.engine().imageContent(digest).orElse(null)));
    }

    /** The maximum size of an archive, which also contains the layers of a base image. */
    long mostImported(OwnerName owner) {
        long base = bases().stream().mapToLong(ImageContent::sizeBytes).max().orElse(0);
        return host.storage().archiveBytes(owner, base);
    }
}
