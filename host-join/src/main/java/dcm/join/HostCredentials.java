package dcm.join;

import dcm.contract.identity.JoinId;
import org.jspecify.annotations.Nullable;

/**
 * What a host's worker needs to connect, and to accept users' logins to its containers.
 *
 * @param installation the id of the installation
 * @param kafkaAddress {@code HOST:PORT} of the broker's listener for other machines
 * @param kafkaUser the worker's user at the broker
 * @param kafkaPassword its password
 * @param gatewayKeys the public keys of SSH gateways, as lines of {@code .pub} files
 * @param tokenKey the public key, as PEM, that verifies projection-service's requests to the worker
 * @param joinId identifies the invitation; null if an earlier version has created it, which nobody can use
 * @param reportKey the key with which the worker authenticates its reports
 * @param imageRegistry {@code HOST:PORT} of the installation's image registry; null if there is none
 * @param imageRegistryUser {@code USER:PASSWORD} at the image registry; null if there is none
 * @param swarm the Docker swarm of the hosts; null if there is none
 */
public record HostCredentials(
        String installation,
        String kafkaAddress,
        String kafkaUser,
        String kafkaPassword,
        String gatewayKeys,
        String tokenKey,
        @Nullable JoinId joinId,
        String reportKey,
        @Nullable String imageRegistry,
        @Nullable String imageRegistryUser,
        @Nullable SwarmAccess swarm) {

    /** The same credentials with this access to the swarm. */
    public HostCredentials withSwarm(@Nullable SwarmAccess now) {
        return new HostCredentials(
                installation,
                kafkaAddress,
                kafkaUser,
                kafkaPassword,
                gatewayKeys,
                tokenKey,
                joinId,
                reportKey,
                imageRegistry,
                imageRegistryUser,
                now);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "HostCredentials[" + installation + ", " + kafkaUser + " at " + kafkaAddress + "]";
    }
}
