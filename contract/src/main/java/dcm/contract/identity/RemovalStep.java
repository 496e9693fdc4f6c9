package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of an account's removal. The next step begins when everything that this step removes is gone. */
public enum RemovalStep {
    @JsonProperty("containers")
    CONTAINERS,
    @JsonProperty("images")
    IMAGES,

    /** Homes, keys and network, on every host where the account had containers. */
    @JsonProperty("storage")
    STORAGE,

    /** The sign-in at the identity provider. */
    @JsonProperty("sign-in")
    SIGN_IN;

    /**
     * The steps in order. If {@code successor} gets everything, homes move before images, so that the new containers are
     * created with these homes.
     *
     * @param successor the account that gets everything; null: everything is removed
     */
    public static List<RemovalStep> of(@Nullable OwnerName successor) {
        return successor == null
                ? List.of(CONTAINERS, IMAGES, STORAGE, SIGN_IN)
                : List.of(CONTAINERS, STORAGE, IMAGES, SIGN_IN);
    }
}
