package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    SIGN_IN;

    /**
     * The steps in their order.
     *
     * @param heir who gets all that the account has, the homes before containers are made of images; null: it is removed
     */
    public static List<RemovalStep> of(@Nullable OwnerName heir) {
        return heir == null
                ? List.of(CONTAINERS, IMAGES, STORAGE, SIGN_IN)
                : List.of(CONTAINERS, STORAGE, IMAGES, SIGN_IN);
    }
}
