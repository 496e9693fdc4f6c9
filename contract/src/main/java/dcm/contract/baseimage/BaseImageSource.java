package dcm.contract.baseimage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.HostName;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts get a base image from.
 *
 * @param reference identifies the image at its source; its meaning depends on {@code kind}
 * @param host the only host that has the image; null: every host gets it on its own
 */
public record BaseImageSource(
        Kind kind, String reference, @Nullable HostName host) {

    /** The kind of source, which defines the meaning of the reference. */
    public enum Kind {
        /** The host's engine already has the image. The reference is its name or digest there. */
        @JsonProperty("local")
        LOCAL,

        /**
         * A registry. The reference is the name to pull. Credentials come from the configuration of the host's Docker
         * client.
         */
        @JsonProperty("registry")
        REGISTRY,

        /**
         * An archive written by {@code docker save}. The reference is its URL: {@code https}, {@code http}, or
         * {@code file} on the host.
         */
        @JsonProperty("tarball")
        TARBALL,

        /** A directory with a Dockerfile among the host's recipes. The reference is the directory's name. */
        @JsonProperty("recipe")
        RECIPE,

        /** A user's own image. The reference is its digest. */
        @JsonProperty("promoted")
        PROMOTED
    }
}
