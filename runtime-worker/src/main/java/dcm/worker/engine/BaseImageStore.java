package dcm.worker.engine;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.SshEndpoint;
import java.util.List;
import java.util.function.Consumer;

/**
 * The base images in an engine. A fetched image gets a tag of this installation, so that it remains when its source is
 * removed. Every method blocks and throws {@link EngineException}. Thread-safe.
 */
public interface BaseImageStore {
    /**
     * A version of a base image in the engine.
     *
     * @param key the key of the image's name, see {@link #key}
     * @param checked whether the image has passed the login test
     */
    record StoredVersion(String key, int version, boolean checked, ImageDigest digest) {}

    /** The key under which versions of this image are stored. */
    String key(ImageName image);

    /** All stored versions. */
    List<StoredVersion> storedVersions();

    /**
     * Fetches an image from its source.
     *
     * @param progress receives descriptions of the current step
     */
    ImageDigest fetch(BaseImageSource source, Consumer<String> progress);

    /**
     * Stores a version.
     *
     * @param checked whether the image has passed the login test
     */
    void put(ImageName image, int version, ImageDigest digest, boolean checked);

    /** Removes a version; does nothing while a container uses it. */
    void remove(StoredVersion version);

    /** The engine's reference of a stored version. */
    String reference(StoredVersion version);

    /**
     * Starts a test container of an image with the shape that all containers have and with empty, temporary storage.
     *
     * @param address the address on which the container is reached
     * @param user the name of its owner
     * @param acceptedKey the key that may log in
     */
    TestContainer startTestContainer(ImageDigest image, String address, String user, PublicKey acceptedKey);

    /** A test container. Closing it removes the container. */
    interface TestContainer extends AutoCloseable {
        /** The endpoint on which its SSH server should answer. */
        SshEndpoint ssh();

        boolean isRunning();

        /** Revokes a key. */
        void revoke(PublicKey key);

        /** The last lines of the container's output. */
        String lastOutput();

        @Override
        void close();
    }
}
