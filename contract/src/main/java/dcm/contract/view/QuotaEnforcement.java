package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the limit of home directories is enforced. */
public enum QuotaEnforcement implements ViewValue {
    @JsonProperty("filesystem")
    FILESYSTEM,
    /** By admission, after each measurement. */
    @JsonProperty("admission")
    ADMISSION
}
