package dcm.contract.baseimage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A host's progress with the newest version of a base image. Until that version is ready, the host offers the previous
 * one.
 *
 * @param version as in the catalog
 * @param digest the image's digest on this host; null until the host has the image
 * @param detail the current step, or why it failed, in one sentence; null when ready
 */
public record BaseImageState(
        ImageName image,
        int version,
        Stage stage,
        @Nullable ImageDigest digest,
        @Nullable String detail) {
    public BaseImageState {
        detail = Printable.sentenceOrNull(detail);
    }

    public enum Stage {
        /** The host is fetching or checking the image. */
        @JsonProperty("preparing")
        PREPARING,

        /** The host has started a container of the image and logged in to it. It offers the image. */
        @JsonProperty("ready")
        READY,

        /** The host cannot get the image, or the login failed. The host retries periodically. */
        @JsonProperty("failed")
        FAILED
    }
}
