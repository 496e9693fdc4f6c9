package dcm.contract.event;

import dcm.contract.base.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import java.util.List;

/** Facts about one image that administrators offer. What hosts make of it they report with their heartbeats. */
public sealed interface BaseImageEvent extends CatalogEvent {

    /** Its name with a tag. */
    ImageName image();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * From now on hosts are to offer this.
     *
     * @param version from 1, one more each time
     * @param groups whose members may use it
     */
    record BaseImageRegistered(
            IntentId intent,
            ImageName image,
            int version,
            BaseImageSource source,
            String description,
            List<GroupName> groups)
            implements BaseImageEvent {
        public BaseImageRegistered {
            groups = List.copyOf(groups);
        }
    }

    /** It is described so, and offered to these, from now on. */
    record BaseImageChanged(IntentId intent, ImageName image, String description, List<GroupName> groups)
            implements BaseImageEvent {
        public BaseImageChanged {
            groups = List.copyOf(groups);
        }
    }

    /** Nothing is made of it any more. */
    record BaseImageRetired(IntentId intent, ImageName image) implements BaseImageEvent {}
}
