package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The displayed state of a container: its own state, or the operation in progress. */
public enum ContainerViewState implements ViewValue {
    @JsonProperty("creating")
    CREATING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("stopping")
    STOPPING,
    @JsonProperty("stopped")
    STOPPED,
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("restarting")
    RESTARTING,
    @JsonProperty("pausing")
    PAUSING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("unpausing")
    UNPAUSING,
    @JsonProperty("removing")
    REMOVING,
    /** The engine no longer has the container. */
    @JsonProperty("lost")
    LOST,
    /** The host has not reported for some time, so the state is not known. Only in answers to requests. */
    @JsonProperty("unreachable")
    UNREACHABLE;

    /** Whether a container in this state of its own uses the quota of running containers. */
    public boolean isRunning() {
        return this == CREATING || this == RUNNING || this == PAUSED;
    }

    /** Whether the operation in progress starts the container, so that it uses the quota of running containers. */
    public boolean isBecomingRunning() {
        return this == STARTING || this == RESTARTING;
    }
}
