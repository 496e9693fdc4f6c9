package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether users can use an image that a host has. */
public enum ImageAvailability implements ViewValue {
    @JsonProperty("ready")
    READY,
    /** The image has lost its name, but its host has not deleted it. */
    @JsonProperty("untagged")
    UNTAGGED
}
