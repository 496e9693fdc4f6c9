package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of an image in the image view. */
public enum ImageViewState implements ViewValue {
    /** The image is being created. */
    @JsonProperty("committing")
    COMMITTING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("removed")
    REMOVED
}
