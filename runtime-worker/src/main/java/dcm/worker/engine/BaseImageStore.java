package dcm.worker.engine;

import dcm.contract.base.BaseImageSource;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.SshEndpoint;
import java.util.List;
import java.util.function.Consumer;

/**
 * Images that administrators offer, as an engine has them. What was fetched is kept under a name of its own, whatever becomes of the
 * place that it came from. Every method blocks and throws {@link EngineException}. Thread-safe.
 */
public interface BaseImageStore {

    /**
     * A version that the engine keeps.
     *
     * @param key of the image's name
     * @param checked whether somebody could log in
     */
    record Kept(String key, int version, boolean checked, ImageDigest digest) {}

    /** What stands for a name among what is kept. */
    String key(ImageName image);

    /** All that is kept. */
    List<Kept> kept();

    /**
     * Gets an image from where it is said to be.
     *
     * @param progress is told now and then what is done
     */
    ImageDigest fetch(BaseImageSource source, Consumer<String> progress);

    /**
     * Keeps a version.
     *
     * @param checked whether somebody could log in
     */
    void keep(ImageName image, int version, ImageDigest digest, boolean checked);

    /** Keeps a version no more; nothing happens while a container uses it. */
    void forget(Kept kept);

    /** How a kept version is referred to. */
    String reference(Kept kept);

    /**
     * Starts a container of an image in the shape that all have, with storage that is empty and gone with it.
     *
     * @param address on which it can be reached
     * @param user for whom it is
     * @param letIn the key with which she may log in
     */
    Trial tryOut(ImageDigest image, String address, String user, PublicKey letIn);

    /** A container that is tried out. Closing removes it. */
    interface Trial extends AutoCloseable {
        /** Where its SSH server should answer. */
        SshEndpoint ssh();

        boolean isRunning();

        /** Takes a key away. */
        void shutOut(PublicKey key);

        /** The last lines that it printed. */
        String lastWords();

        @Override
        void close();
    }
}
