package dcm.worker.operation;

import dcm.contract.identity.ImageReference;
import java.io.IOException;
import java.io.InputStream;

/** The registries from which images are pulled. Thread-safe. */
public interface ImageSource {
    /**
     * An image of a registry as an archive in the format of {@code docker save}. Its content is untrusted. Reading fails
     * with a {@link RegistryException} if the registry fails.
     *
     * @param credentials a JSON document of the user, which is read before this method returns
     * @throws RegistryException if the registry is not permitted, refuses the request or cannot be reached
     */
    InputStream pull(ImageReference from, InputStream credentials) throws IOException;
}
