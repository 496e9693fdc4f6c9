package dcm.worker.swarm;

import dcm.contract.identity.SwarmMode;
import java.util.List;
import java.util.Optional;

/**
 * This host's part in the swarm of all hosts, for checks.
 *
 * @param networks the addresses of the networks that reach across hosts, {@code A.B.C.D/BITS}
 * @param overlapping addresses of this host with networks that overlap these
 * @param problem why the engine is not connected to the swarm; empty if it is
 * @param networksProblem why networks of accounts are missing; empty if none is
 */
public record SwarmFacts(
        SwarmMode mode,
        String networks,
        List<String> overlapping,
        Optional<String> problem,
        Optional<String> networksProblem) {
    /** There is no swarm. */
    public static final SwarmFacts NONE =
            new SwarmFacts(SwarmMode.OFF, "", List.of(), Optional.empty(), Optional.empty());

    public SwarmFacts {
        overlapping = List.copyOf(overlapping);
    }
}
