package dcm.contract.wanted;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state in which a container should be, once all its orders are carried out. */
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
