package dcm.contract.desired;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The desired state of a container after all its orders. */
public enum DesiredStatus {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("stopped")
    STOPPED,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("removed")
    REMOVED
}
