package dcm.contract.event;

import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;

/** An event after which an ordered image exists. It ends the intent that requested the image. */
public sealed interface ImageCreated permits ContainerCommitted, ImageFlattened, ImageImported {
    /** The image of the earlier {@link ImageOrdered}. */
    ImageId image();

    /** The image's content. */
    ImageDigest digest();

    /** What the host measured of the image. */
    ImageFacts facts();
}
