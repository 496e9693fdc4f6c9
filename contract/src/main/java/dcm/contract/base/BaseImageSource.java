package dcm.contract.base;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.HostName;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts take a base image from.
 *
 * @param reference what it is called there
 * @param host the only one that has it; null: every host looks for itself
 */
public record BaseImageSource(
        Kind kind, String reference, @Nullable HostName host) {

    /** What sort of place it is, and so what the reference means. */
    public enum Kind {
        /** The host's engine has it already: an image's name there, or its digest. */
        @JsonProperty("local")
        LOCAL,

        /** A registry: what one would pull. Credentials are those that the host's engine client is set up with. */
        @JsonProperty("registry")
        REGISTRY,

        /** An archive that {@code docker save} wrote: its address, {@code https}, {@code http}, or {@code file} on the host. */
        @JsonProperty("tarball")
        TARBALL,

        /** A folder with a Dockerfile among the host's recipes. */
        @JsonProperty("recipe")
        RECIPE,

        /** An image of somebody's own: its digest. */
        @JsonProperty("promoted")
        PROMOTED
    }
}
