package dcm.contract.desired;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of one of an owner's images on {@code host}.
 *
 * @param removed whether the host must remove the image as soon as no container uses it
 * @param digest the image that the host must also tag with this id, because it was created under another id; null: it
 *     was created under this id
 */
public record DesiredImage(
        ImageId image,
        OwnerName owner,
        HostName host,
        boolean removed,
        @Nullable ImageDigest digest) implements DesiredState {
    private static final String PREFIX = "image-";

    @Override
    public String key() {
        return key(image);
    }

    /** The key of the records about an image. */
    public static String key(ImageId image) {
        return PREFIX + image;
    }

    /** Whether a record with this key is an {@link DesiredImage}. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }

    /** The image id in a key. */
    public static ImageId image(String key) {
        return new ImageId(key.substring(PREFIX.length()));
    }
}
