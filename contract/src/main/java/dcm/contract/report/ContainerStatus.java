package dcm.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a container in the host's engine. */
public enum ContainerStatus {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("stopped")
    STOPPED,
    /** The engine has no such container. */
    @JsonProperty("absent")
    ABSENT
}
