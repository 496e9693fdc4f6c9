package dcm.contract.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.OwnerName;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the images of an account that is removed.
 *
 * @param to the account that gets the images; null unless they are transferred
 */
public record ImageRemovalPolicy(Kind kind, @Nullable OwnerName to) {
    /** The images are removed with the account. */
    public static final ImageRemovalPolicy REMOVED = new ImageRemovalPolicy(Kind.REMOVE, null);

    public enum Kind {
        @JsonProperty("remove")
        REMOVE,

        /** The images become base images that no group may use until an administrator permits it. */
        @JsonProperty("keep")
        KEEP,

        /** The images are transferred to another account as soon as it has room for them. */
        @JsonProperty("hand-over")
        HAND_OVER
    }
}
