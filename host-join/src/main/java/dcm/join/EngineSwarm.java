package dcm.join;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a machine's Docker Engine can join a swarm.
 *
 * @param managers {@code ADDRESS:PORT} of the managers of the swarm in which the engine is; empty: in none
 * @param liveRestore whether containers keep running while the engine restarts, which excludes swarms
 */
public record EngineSwarm(List<String> managers, boolean liveRestore) {
    public EngineSwarm {
        managers = managers == null ? List.of() : List.copyOf(managers);
    }

    /** Why the engine cannot join this swarm, and what to do; null if it can. */
    public @Nullable String objectionTo(SwarmAccess swarm) {
        if (!managers.isEmpty() && !managers.contains(swarm.manager())) {
            return "The Docker Engine of this machine is in another swarm, with the manager " + managers.getFirst()
                    + ". The hosts of this installation are in the swarm of " + swarm.manager()
                    + ". If nothing else uses the other swarm, let the engine leave it: docker swarm leave";
        }
        return liveRestore
                ? "live-restore is enabled in the Docker Engine of this machine. An engine with live-restore cannot join a swarm."
                        + " Set \"live-restore\": false in Docker's daemon.json, and reload Docker: systemctl reload docker"
                : null;
    }
}
