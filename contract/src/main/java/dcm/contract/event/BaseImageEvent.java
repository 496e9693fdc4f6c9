package dcm.contract.event;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import java.util.List;

/** Events about one base image. Hosts report their progress with it in heartbeats. */
public sealed interface BaseImageEvent extends CatalogEvent {

    /** The image's name with a tag. */
    ImageName image();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * Hosts must offer this version of the image.
     *
     * @param version from 1, increased with each registration
     * @param groups the groups whose members may use the image
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

    /** The image has a new description and is offered to these groups. */
    record BaseImageChanged(IntentId intent, ImageName image, String description, List<GroupName> groups)
            implements BaseImageEvent {
        public BaseImageChanged {
            groups = List.copyOf(groups);
        }
    }

    /** The image is retired: no new containers can use it. */
    record BaseImageRetired(IntentId intent, ImageName image) implements BaseImageEvent {}
}
