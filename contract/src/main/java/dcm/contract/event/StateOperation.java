package dcm.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An operation that changes the state of an existing container. */
public enum StateOperation {
    @JsonProperty("start")
    START(Operation.START),
    @JsonProperty("stop")
    STOP(Operation.STOP),
    @JsonProperty("restart")
    RESTART(Operation.RESTART),
    @JsonProperty("pause")
    PAUSE(Operation.PAUSE),
    @JsonProperty("unpause")
    UNPAUSE(Operation.UNPAUSE),
    @JsonProperty("remove")
    REMOVE(Operation.REMOVE);

    private final Operation operation;

    StateOperation(Operation operation) {
        this.operation = operation;
    }

    /** The same operation among all operations. */
    public Operation asOperation() {
        return operation;
    }
}
