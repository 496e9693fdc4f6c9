package dcm.worker.registry;

import dcm.contract.identity.ImageReference;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.operation.ImageSource;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The registries that administrators permit. Checks the permission with each transfer. Thread-safe. */
public final class Registries implements ImageSource {
    private final Supplier<Catalog> catalog;

    /** @param catalog returns the current catalog */
    public Registries(Supplier<Catalog> catalog) {
        this.catalog = catalog;
    }

    @Override
    public InputStream pull(ImageReference from, InputStream credentials) throws IOException {
        RegistryCredentials user = RegistryCredentials.read(credentials);
        user.requireComplete();
        RegistryConnection connection = new RegistryConnection(permitted(from, false), from, user, "pull");
        try {
            return PulledImage.archive(connection, from);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Pushes an image.
     *
     * @param archive in the format of {@code docker save}
     * @param progress receives a sentence about each step
     * @return the digest of the image's manifest
     * @throws RegistryException if the registry is not permitted, refuses the request or cannot be reached
     */
    public String push(
            InputStream archive, ImageReference to, RegistryCredentials credentials, Consumer<String> progress)
            throws IOException {
        credentials.requireComplete();
        try (RegistryConnection connection =
                new RegistryConnection(permitted(to, true), to, credentials, "pull,push")) {
            return new ImagePush(connection, progress).push(archive, to);
        }
    }

    /**
     * The registry of an image.
     *
     * @throws RegistryException if it is not permitted
     */
    private RegistrySnapshot permitted(ImageReference image, boolean push) throws RegistryException {
        Catalog current = catalog.get();
        Optional<String> objection = current.objection(image.registry(), push);
        if (objection.isPresent()) {
            throw new RegistryException(ErrorCode.REGISTRY_NOT_PERMITTED, objection.get());
        }
        return current.registry(image.registry()).orElseThrow();
    }
}
