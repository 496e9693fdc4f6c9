package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The result of a request in the audit view. */
public enum AuditResult implements ViewValue {
    /** Not decided yet. */
    @JsonProperty("recorded")
    RECORDED,
    /** Not complete yet. */
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("done")
    DONE,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("failed")
    FAILED
}
