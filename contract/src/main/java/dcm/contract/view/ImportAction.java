package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The change that a line of an import requires. */
public enum ImportAction implements ViewValue {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("change")
    CHANGE,
    /** The account already matches the line. */
    @JsonProperty("nothing")
    NOTHING,
    /** The line is invalid or its change is not allowed. */
    @JsonProperty("refuse")
    REFUSE
}
