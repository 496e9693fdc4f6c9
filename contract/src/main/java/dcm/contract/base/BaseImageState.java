package dcm.contract.base;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import org.jspecify.annotations.Nullable;

/**
 * How far a host has come with the newest version of a base image. While that is not ready, the one before goes on being offered.
 *
 * @param version as in the catalog
 * @param digest what it is there; null before the host has it
 * @param detail what it is doing, or why it failed, one sentence; null when it is ready
 */
public record BaseImageState(
        ImageName image,
        int version,
        Stage stage,
        @Nullable ImageDigest digest,
        @Nullable String detail) {

    /** How far. */
    public enum Stage {
        /** It is being fetched, or checked. */
        @JsonProperty("preparing")
        PREPARING,

        /** A container of it was started and logged in to; it is offered. */
        @JsonProperty("ready")
        READY,

        /** The host has it not, or nobody could log in. It tries again now and then. */
        @JsonProperty("failed")
        FAILED
    }
}
