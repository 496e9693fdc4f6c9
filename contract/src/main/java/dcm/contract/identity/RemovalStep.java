package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What of an account is being removed. One step follows when nothing is left of what the one before removes. */
public enum RemovalStep {
    @JsonProperty("containers")
    CONTAINERS,
    @JsonProperty("images")
    IMAGES,

    /** Homes, keys and network, on every host where she had containers. */
    @JsonProperty("storage")
    STORAGE,

    /** The sign-in at the identity provider. */
    @JsonProperty("sign-in")
    SIGN_IN
}
