package dcm.contract.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The status of an intent, or of one of the containers that it creates. */
public enum IntentStatus implements ViewValue {
    /** In the log, but not decided yet. */
    @JsonProperty("recorded")
    RECORDED,
    @JsonProperty("accepted")
    ACCEPTED,
    /** The container has started; its SSH server does not answer yet and may fail. Only in answers to requests. */
    @JsonProperty("launched")
    LAUNCHED,
    @JsonProperty("done")
    DONE,
    /** Refused by admission; nothing has changed. */
    @JsonProperty("rejected")
    REJECTED,
    /** For a batch: at least one container failed. */
    @JsonProperty("failed")
    FAILED;

    /** Whether the intent has ended. */
    public boolean isFinal() {
        return this == DONE || this == REJECTED || this == FAILED;
    }
}
