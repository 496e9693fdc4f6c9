package dcm.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The operation that one order performs on a container. */
public enum Operation {
    @JsonProperty("create")
    CREATE,
    @JsonProperty("start")
    START,
    @JsonProperty("stop")
    STOP,
    @JsonProperty("restart")
    RESTART,
    @JsonProperty("pause")
    PAUSE,
    @JsonProperty("unpause")
    UNPAUSE,
    @JsonProperty("remove")
    REMOVE,
    @JsonProperty("commit")
    COMMIT,
    /** Creates a lost container again. If it fails, the container is lost as before. */
    @JsonProperty("recreate")
    RECREATE
}
