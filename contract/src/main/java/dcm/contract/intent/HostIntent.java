package dcm.contract.intent;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostLabel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the host of the aggregate {@code host/NAME}. */
public sealed interface HostIntent extends Intent {

    /**
     * Cordons the host: no more containers are placed on it. Running containers keep running.
     *
     * @param reason a message for users
     */
    record CordonHost(@Nullable String reason) implements HostIntent {}

    /**
     * Cordons the host, and stops its running containers at the given time. After that no container is started on it.
     */
    record DrainHost(Instant at, @Nullable String reason) implements HostIntent {}

    /** Uncordons the host: containers are placed on it again. */
    record UncordonHost() implements HostIntent {}

    /** Replaces the host's labels. */
    record LabelHost(List<HostLabel> labels) implements HostIntent {
        public LabelHost {
            labels = labels.stream().distinct().sorted().toList();
        }
    }

    /**
     * Lets a machine with an invitation become the host. It replaces what the host declared when it joined before.
     */
    record JoinHost(HostDeclaration declaration) implements HostIntent {}

    /** Removes the host permanently, with everything on it. Rejected while the host sends heartbeats. */
    record RemoveHost() implements HostIntent {}
}
