package dcm.contract.intent;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about one base image. */
public sealed interface BaseImageIntent extends CatalogIntent {

    /** The image's name with a tag. */
    ImageName image();

    /**
     * Registers a base image or a new version of one. Each host fetches the image and checks that a login works before
     * it offers the image.
     *
     * @param description for users of the image
     * @param groups the groups whose members may use the image
     */
    record RegisterBaseImage(ImageName image, BaseImageSource source, String description, List<GroupName> groups)
            implements BaseImageIntent {
        public RegisterBaseImage {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Changes the description or the groups of a base image. The image itself stays unchanged.
     *
     * @param description null: unchanged
     * @param groups null: unchanged
     */
    record ChangeBaseImage(
            ImageName image,
            @Nullable String description,
            @Nullable List<GroupName> groups) implements BaseImageIntent {
        public ChangeBaseImage {
            groups = groups == null ? null : List.copyOf(groups);
        }
    }

    /** Retires a base image. Containers that use it are not affected. */
    record RetireBaseImage(ImageName image) implements BaseImageIntent {}
}
