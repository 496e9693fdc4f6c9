package dcm.worker.operation;

import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Commits containers and flattens images. Never leaves a container paused: the operation ends only after the engine has
 * confirmed that, and an interrupted order is executed again. Thread-safe.
 */
public final class ImageOperation {
    private static final int PAUSE_MILLIS = 500;
    private static final String FLATTENING = "Copying all files into one layer.";

    private final OperationContext host;
    private final Engine engine;
    private final ImportOperation imports;
    private final CreatedImages images;
    private final Set<ImageId> underWay = ConcurrentHashMap.newKeySet();

    public ImageOperation(OperationContext host, ImportOperation imports) {
        this.host = host;
        this.engine = host.engine();
        this.imports = imports;
        this.images = new CreatedImages(host);
    }

    /** True while an operation may still create this image. */
    public boolean isUnderWay(ImageId id) {
        return underWay.contains(id);
    }

    OrderOutcome carryOut(Order.Import order, Consumer<String> progress) throws InterruptedException {
        underWay.add(order.image());
        try {
            return imports.carryOut(order, progress);
        } finally {
            underWay.remove(order.image());
        }
    }

    OrderOutcome carryOut(Order.Flatten order, Consumer<String> progress) {
        underWay.add(order.image());
        try {
            if (engine.imageContent(order.from()).isEmpty()) {
                host.images().pull(order.from(), progress);
            }
            ImageDigest digest = engine.committedImage(order.image()).orElseGet(() -> flatten(order, progress));
            return images.done(order, order.image(), digest, progress);
        } catch (IOException e) {
            return host.failed(
                    order,
                    ErrorCode.ENGINE_FAILED,
                    "The host " + host.name() + " does not have the image and cannot pull it: " + e.getMessage(),
                    Observation.ABSENT);
        } finally {
            underWay.remove(order.image());
        }
    }

    private ImageDigest flatten(Order.Flatten order, Consumer<String> progress) {
        progress.accept(FLATTENING);
        return engine.flatten(
                order.from(), order.image(), message(order.message()), most(order), copyProgress(progress));
    }

    OrderOutcome carryOut(Order.Commit order, Consumer<String> progress) throws InterruptedException {
        underWay.add(order.image());
        try {
            return images.done(order, order.image(), existingOrNew(order, progress), progress);
        } catch (EngineException.TooManyLayers e) {
            return host.failed(
                    order,
                    ErrorCode.TOO_MANY_LAYERS,
                    "The image would have more than " + ImageFacts.MAX_LAYERS
                            + " layers, the maximum. Commit the container again with --flatten (in the API: \"flatten\": true).");
        } finally {
            underWay.remove(order.image());
        }
    }

    /** Resumes the container if an earlier attempt has left it paused. */
    void release(Order.Commit order) throws InterruptedException {
        if (order.state() == DesiredStatus.PAUSED) {
            return;
        }
        while (!isReleased(order.container())) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private ImageDigest existingOrNew(Order.Commit order, Consumer<String> progress) throws InterruptedException {
        try {
            Optional<ImageDigest> earlier = engine.committedImage(order.image());
            return earlier.isPresent() ? earlier.get() : create(order, progress);
        } finally {
            release(order);
        }
    }

    private ImageDigest create(Order.Commit order, Consumer<String> progress) {
        if (order.flatten()) {
            progress.accept(FLATTENING);
            return engine.flatten(
                    order.container(), order.image(), message(order.message()), most(order), copyProgress(progress));
        }
        LateStep step = new LateStep("Copying the changed files of the container.", progress);
        try {
            return engine.commit(order.container(), order.image(), message(order.message()), most(order));
        } finally {
            step.end();
        }
    }

    private long most(Order order) {
        return host.storage().imageBytes(order.owner());
    }

    private static String message(@Nullable String message) {
        return message == null ? "" : message;
    }

    private static LongConsumer copyProgress(Consumer<String> progress) {
        return bytes -> progress.accept("Copied " + bytes / (1024 * 1024) + " MiB.");
    }

    /** Returns false while the engine does not answer. */
    private boolean isReleased(ContainerId id) {
        try {
            Optional<EngineContainer> found = engine.find(id);
            if (found.filter(container -> container.status() == ContainerStatus.PAUSED)
                    .isPresent()) {
                engine.unpause(id);
            }
            return true;
        } catch (EngineException.Unreachable e) {
            return false;
        }
    }
}
