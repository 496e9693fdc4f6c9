package dcm.contract.intent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Intents about the host of the aggregate {@code host/NAME}. */
public sealed interface HostIntent extends Intent {

    /**
     * Place nothing more on the host. What is there goes on.
     *
     * @param reason for those who would be placed there to read
     */
    record CordonHost(@Nullable String reason) implements HostIntent {}

    /** The same, and stop what still runs there at a time. Nothing is started there from then on. */
    record DrainHost(Instant at, @Nullable String reason) implements HostIntent {}

    /** Place containers on the host again. */
    record UncordonHost() implements HostIntent {}

    /**
     * Have the host no more: it is gone for good, with all that was on it. Refused while it is heard.
     */
    record RemoveHost() implements HostIntent {}
}
