package dcm.contract.wanted;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * Whether {@code host} should have an image of an owner's own.
 *
 * @param digest of an image that was made under another name and is to be kept under this one; null: it was made under this one
 * @param removed nothing is to be left of it, as soon as no container uses it
 */
public record ImageWanted(
        ImageId image,
        OwnerName owner,
        HostName host,
        boolean removed,
        @Nullable ImageDigest digest) implements Wanted {
    private static final String PREFIX = "image-";

    @Override
    public String key() {
        return key(image);
    }

    /** The key of the records about an image. */
    public static String key(ImageId image) {
        return PREFIX + image;
    }

    /** True for a key of this kind of record. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }

    /** The image that a key stands for. */
    public static ImageId image(String key) {
        return new ImageId(key.substring(PREFIX.length()));
    }
}
