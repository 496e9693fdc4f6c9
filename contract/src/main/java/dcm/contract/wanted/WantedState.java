package dcm.contract.wanted;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The desired state of a container after all its orders. */
public enum WantedState {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("stopped")
    STOPPED,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("removed")
    REMOVED
}
