package dcm.worker.operation;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** The installation's image registry, by which hosts get the images of one another. Thread-safe. */
public interface HostImages {
    /** For an installation without an image registry. The engine reports that it does not have an image. */
    HostImages NONE = new HostImages() {
        @Override
        public Optional<String> push(ImageId image, ImageDigest digest, Consumer<String> progress) {
            return Optional.empty();
        }

        @Override
        public void pull(ImageDigest digest, Consumer<String> progress) {}
    };

    /**
     * Pushes an image that this host has created. A failure is logged, because the image itself exists.
     *
     * @param progress receives a sentence about each step
     * @return the digest of its manifest; empty if only this host has the image
     */
    Optional<String> push(ImageId image, ImageDigest digest, Consumer<String> progress);

    /** Called before a container is created from an image, so that a pulled image is not deleted now. */
    default void use(ImageDigest digest) throws IOException {}

    /**
     * Pulls an image that another host has pushed, unless the engine has it. Only exactly this image is accepted, whatever the
     * registry sends.
     *
     * @param progress receives a sentence about each step
     */
    void pull(ImageDigest digest, Consumer<String> progress) throws IOException;
}
