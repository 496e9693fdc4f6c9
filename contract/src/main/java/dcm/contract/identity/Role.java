package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an account may do. */
public enum Role {
    @JsonProperty("user")
    USER,
    @JsonProperty("administrator")
    ADMINISTRATOR
}
