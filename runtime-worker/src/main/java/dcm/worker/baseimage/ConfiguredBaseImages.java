package dcm.worker.baseimage;

import dcm.contract.identity.Image;
import dcm.worker.engine.Engine;
import java.util.List;
import java.util.stream.Stream;

/**
 * The base images that this host's configuration offers regardless of the catalog. They are not tested.
 *
 * @param references as the engine names them
 */
public record ConfiguredBaseImages(Engine engine, List<String> references) {
    public ConfiguredBaseImages {
        references = List.copyOf(references);
    }

    /** Those that the engine has. */
    Stream<Image> images() {
        return references.stream().flatMap(reference -> engine.findImage(reference).stream());
    }
}
