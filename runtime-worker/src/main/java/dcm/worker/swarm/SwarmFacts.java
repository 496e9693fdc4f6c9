package dcm.worker.swarm;

import dcm.contract.identity.SwarmMode;
import java.util.List;
import java.util.Optional;

/**
 * This host's part in the swarm of all hosts, for checks.
 *
 * @param networks the addresses of the networks that reach across hosts, {@code A.B.C.D/BITS}
 * @param overlapping addresses of this host with networks that overlap these
 * @param problem why the engine is not connected to the swarm, or networks are missing; empty if all is well
 */
public record SwarmFacts(SwarmMode mode, String networks, List<String> overlapping, Optional<String> problem) {
    /** There is no swarm. */
    public static final SwarmFacts NONE = new SwarmFacts(SwarmMode.OFF, "", List.of(), Optional.empty());

    public SwarmFacts {
        overlapping = List.copyOf(overlapping);
    }
}
