package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What admission remembers of moves of an account's homes, in addition to what the account's snapshot shows.
 *
 * @param running the containers that run again after the move in progress
 * @param former the hosts that still must confirm that they have nothing left of the homes, each with the containers that it had
 */
public record HomesMoves(List<ContainerId> running, Map<HostName, List<ContainerId>> former) {
    /** No move in progress, and none to clean up after. */
    public static final HomesMoves NONE = new HomesMoves(List.of(), Map.of());

    public HomesMoves {
        running = List.copyOf(running);
        former = Map.copyOf(former);
    }

    HomesMoves running(List<ContainerId> now) {
        return new HomesMoves(now, former);
    }

    HomesMoves leaving(HostName host, List<ContainerId> containers) {
        Map<HostName, List<ContainerId>> more = new HashMap<>(former);
        more.put(host, List.copyOf(containers));
        return new HomesMoves(List.of(), more);
    }

    HomesMoves without(HostName host) {
        Map<HostName, List<ContainerId>> fewer = new HashMap<>(former);
        fewer.remove(host);
        return new HomesMoves(running, fewer);
    }

    /** The hosts that must still delete homes. */
    @JsonIgnore
    public Set<HostName> hosts() {
        return former.keySet();
    }
}
