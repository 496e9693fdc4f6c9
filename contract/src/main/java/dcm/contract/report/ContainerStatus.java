package dcm.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state in which a host's engine has a container. */
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
