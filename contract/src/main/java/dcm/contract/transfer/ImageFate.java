package dcm.contract.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the images of an account that is removed.
 *
 * @param to who gets them; null unless they are handed over
 */
public record ImageFate(Kind kind, @Nullable OwnerName to) {
    /** They are removed with the account. */
    public static final ImageFate REMOVED = new ImageFate(Kind.REMOVE, null);

    /** What is done with them. */
    public enum Kind {
        @JsonProperty("remove")
        REMOVE,

        /** They become base images, which are offered to nobody until an administrator says to whom. */
        @JsonProperty("keep")
        KEEP,

        /** They become somebody else's, as soon as she has room for them. */
        @JsonProperty("hand-over")
        HAND_OVER
    }
}
