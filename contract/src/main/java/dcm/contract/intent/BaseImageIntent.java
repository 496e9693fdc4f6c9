package dcm.contract.intent;

import dcm.contract.base.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about one image that administrators offer. */
public sealed interface BaseImageIntent extends CatalogIntent {

    /** Its name with a tag. */
    ImageName image();

    /**
     * Offer an image, or a new version of one. Each host fetches it and checks that one can log in to it before it offers it.
     *
     * @param description for those who may use it
     * @param groups whose members may use it
     */
    record RegisterBaseImage(ImageName image, BaseImageSource source, String description, List<GroupName> groups)
            implements BaseImageIntent {
        public RegisterBaseImage {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Describe it otherwise, or offer it to others. The image stays what it is.
     *
     * @param description null: as it was
     * @param groups null: as they were
     */
    record ChangeBaseImage(
            ImageName image,
            @Nullable String description,
            @Nullable List<GroupName> groups) implements BaseImageIntent {
        public ChangeBaseImage {
            groups = groups == null ? null : List.copyOf(groups);
        }
    }

    /** Offer it no more. What was made of it goes on. */
    record RetireBaseImage(ImageName image) implements BaseImageIntent {}
}
