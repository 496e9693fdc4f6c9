package dcm.join;

import dcm.contract.identity.SwarmMode;

/**
 * What a machine needs to join the Docker swarm of an installation's hosts.
 *
 * @param mode not {@link SwarmMode#OFF}
 * @param manager {@code ADDRESS:PORT} of the manager
 * @param token the join token of workers
 * @param networks the addresses of the networks that reach across hosts, {@code A.B.C.D/BITS}
 */
public record SwarmAccess(SwarmMode mode, String manager, String token, String networks) {
    /** Without the token. */
    @Override
    public String toString() {
        return "SwarmAccess[" + mode + " at " + manager + "]";
    }
}
