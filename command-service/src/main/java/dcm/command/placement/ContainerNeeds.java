package dcm.command.placement;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container needs of its host.
 *
 * @param address one of the host's addresses; null: any
 * @param request the hosts that the request permits
 * @param home the only host with the owner's homes; null if homes are shared or do not exist yet
 * @param refusals by hosts that have refused the container
 * @param owned for each host, the number of the owner's other containers there
 */
public record ContainerNeeds(
        ImageSource image,
        Limits limits,
        @Nullable String address,
        PlacementRequest request,
        @Nullable HostName home,
        List<HostRefusal> refusals,
        Map<HostName, Integer> owned) {
    public ContainerNeeds {
        refusals = List.copyOf(refusals);
    }

    /** The only host that can be chosen; empty if others can be, too. */
    public Optional<HostName> onlyHost() {
        return Optional.ofNullable(request.host()).or(() -> Optional.ofNullable(home));
    }

    /** The same needs on this host only. */
    public ContainerNeeds only(HostName host) {
        PlacementRequest there = new PlacementRequest(host, request.on(), request.spread());
        return new ContainerNeeds(image, limits, address, there, home, refusals, owned);
    }
}
