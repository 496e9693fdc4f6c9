package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What admission remembers of moves of an account's homes, in addition to what the account's snapshot shows.
 *
 * @param running the containers that run again after the move in progress
 * @param former the hosts that still must confirm that they have nothing left of the homes, each with the containers that it had
 * @param last the last move that succeeded; null if none has
 */
public record HomesMoves(
        List<ContainerId> running,
        Map<HostName, List<ContainerId>> former,
        @Nullable IntentId last) {
    /** No move in progress, and none to clean up after. */
    public static final HomesMoves NONE = new HomesMoves(List.of(), Map.of(), null);

    public HomesMoves {
        running = List.copyOf(running);
        former = Map.copyOf(former);
    }

    HomesMoves running(List<ContainerId> now) {
        return new HomesMoves(now, former, last);
    }

    HomesMoves leaving(HostName host, List<ContainerId> containers) {
        Map<HostName, List<ContainerId>> more = new HashMap<>(former);
        more.put(host, List.copyOf(containers));
        return new HomesMoves(List.of(), more, last);
    }

    HomesMoves without(HostName host) {
        Map<HostName, List<ContainerId>> fewer = new HashMap<>(former);
        fewer.remove(host);
        return new HomesMoves(running, fewer, last);
    }

    HomesMoves succeeded(IntentId move) {
        return new HomesMoves(running, former, move);
    }

    /** The intent that recreates a container after a move. */
    public static IntentId recreation(IntentId move, ContainerId container) {
        return move.following("recreate " + container);
    }

    /** The intent that stops a container after it was recreated because of a move. */
    public static IntentId stop(IntentId move, ContainerId container) {
        return move.following("stop " + container);
    }

    /** Whether an intent is a consequence of the last move, and not a request of the owner. */
    public boolean isFollowUp(IntentId intent, ContainerId container) {
        return last != null && (intent.equals(recreation(last, container)) || intent.equals(stop(last, container)));
    }

    /** The hosts that must still delete homes. */
    @JsonIgnore
    public Set<HostName> hosts() {
        return former.keySet();
    }
}
