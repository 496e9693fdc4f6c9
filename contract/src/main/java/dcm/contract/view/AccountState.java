package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of an account that is not removed, as administrators see it. */
public enum AccountState implements ViewValue {
    @JsonProperty("active")
    ACTIVE,
    /** An administrator suspended the account, or it has expired. */
    @JsonProperty("suspended")
    SUSPENDED,
    /** The removal of the account is in progress. */
    @JsonProperty("removing")
    REMOVING
}
