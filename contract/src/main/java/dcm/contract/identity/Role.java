package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The permissions of an account. */
public enum Role {
    @JsonProperty("user")
    USER,
    @JsonProperty("administrator")
    ADMINISTRATOR
}
