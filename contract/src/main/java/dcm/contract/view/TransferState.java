package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a transfer between accounts. */
public enum TransferState implements ViewValue {
    @JsonProperty("done")
    DONE,
    /** A host that is down completes its part when it returns. */
    @JsonProperty("under-way")
    UNDER_WAY
}
