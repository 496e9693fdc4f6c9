package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The status of a host, as administrators see it. */
public enum HostStatus implements ViewValue {
    @JsonProperty("live")
    LIVE,
    /** The host has not reported for some time. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** The host accepts no new containers. */
    @JsonProperty("cordoned")
    CORDONED,
    /** Cordoned, and running containers will be stopped. */
    @JsonProperty("draining")
    DRAINING,
    /** The drain time has passed. */
    @JsonProperty("drained")
    DRAINED
}
