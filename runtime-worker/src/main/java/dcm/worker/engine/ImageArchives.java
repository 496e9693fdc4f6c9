package dcm.worker.engine;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Writes and reads archives of owners' images, in the format of {@code docker save}. Every method blocks and throws
 * {@link EngineException}. Thread-safe.
 */
public interface ImageArchives {
    /**
     * The archive of an image. Reading it fails if the engine fails, so an incomplete archive is recognized. Closing it
     * ends the export.
     *
     * @param name the name of the image in the archive
     */
    InputStream export(ImageId image, ImageName name);

    /**
     * Loads an untrusted archive. The image has a temporary name afterwards, and no DCM label has a value.
     *
     * @param maxBytes the largest size of the unpacked layers
     * @param progress receives the number of unpacked bytes so far
     * @throws IOException if the archive cannot be read, or is not an archive of one image
     * @throws EngineException.ImageTooLarge if the image would exceed the limit; the engine has not unpacked more
     */
    ImageDigest load(ImageId image, InputStream archive, long maxBytes, LongConsumer progress) throws IOException;

    /** Gives a loaded image the name of this id instead of the temporary name. */
    void keep(ImageId image);

    /** Removes a loaded image that was not kept. */
    void discard(ImageId image);
}
