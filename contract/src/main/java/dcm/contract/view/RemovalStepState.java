package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of one step of an account's removal. */
public enum RemovalStepState implements ViewValue {
    @JsonProperty("done")
    DONE,
    /** The step is in progress. */
    @JsonProperty("now")
    NOW,
    @JsonProperty("to-come")
    TO_COME
}
