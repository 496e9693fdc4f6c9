package dcm.worker.engine;

/**
 * An engine's place in a swarm.
 *
 * @param member whether it is in a swarm
 * @param manager whether it can change the swarm's networks
 * @param error why it has no connection to the swarm; empty if it has one, or is in none
 */
public record SwarmState(boolean member, boolean manager, String error) {
    /** In no swarm. */
    public static final SwarmState NONE = new SwarmState(false, false, "");
}
