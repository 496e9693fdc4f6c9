package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a request permits for its containers.
 *
 * @param host the only permitted host; null: any
 * @param on labels that the host must have, all of them; sorted, at most {@value #MAX_LABELS}
 * @param spread how the containers of a batch are distributed; null: together
 */
public record PlacementRequest(
        @Nullable HostName host,
        List<HostLabel> on,
        @Nullable Spread spread) {
    /** The maximum number of labels in a request and of a host. */
    public static final int MAX_LABELS = 32;

    /** Any host. */
    public static final PlacementRequest ANY = new PlacementRequest(null, List.of(), null);

    /** How the containers of a batch are distributed over hosts. */
    public enum Spread {
        /** Each container on another host while there are enough hosts. Names resolve only within one host. */
        @JsonProperty("apart")
        APART,
        /** All on one host. */
        @JsonProperty("together")
        TOGETHER
    }

    public PlacementRequest {
        on = on == null ? List.of() : on.stream().distinct().sorted().toList();
        if (on.size() > MAX_LABELS) {
            throw new InvalidValueException("on: At most " + MAX_LABELS + " labels; got " + on.size() + ".");
        }
    }

    @JsonIgnore
    public boolean isApart() {
        return spread == Spread.APART;
    }
}
