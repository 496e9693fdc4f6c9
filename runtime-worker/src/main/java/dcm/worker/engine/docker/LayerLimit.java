package dcm.worker.engine.docker;

import java.util.Optional;
import java.util.function.LongSupplier;

/** Limits the layer of a container, if the engine can. */
@FunctionalInterface
public interface LayerLimit {
    /**
     * The limit to pass to the engine so that a layer can hold {@code own} bytes; empty if the engine cannot limit it.
     *
     * @param imageBytes the size of the image below
     */
    Optional<Long> bytes(long own, LongSupplier imageBytes);
}
