package dcm.worker.engine;

import dcm.contract.identity.OwnerName;
import java.util.Set;

/**
 * The networks of owners that reach across the hosts of one Docker swarm. Only a manager of the swarm creates and
 * removes them. Every method blocks and throws {@link EngineException}. Thread-safe.
 */
public interface OverlayNetworks {
    /** The engine's place in a swarm. */
    SwarmState state();

    /**
     * Lets the engine join a swarm as a worker.
     *
     * @param manager {@code ADDRESS:PORT} of its manager
     * @param token the join token of workers
     * @param address the address of this host for the other members
     */
    void join(String manager, String token, String address);

    /** The owners that have a network. */
    Set<OwnerName> owners();

    /** Creates the network of an owner. */
    void create(OwnerName owner);

    /** Removes the network of an owner; false while a container on any host is attached to it. */
    boolean remove(OwnerName owner);
}
