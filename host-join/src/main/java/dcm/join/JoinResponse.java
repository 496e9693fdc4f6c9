package dcm.join;

/**
 * The answer to a {@link JoinRequest}.
 *
 * @param credentials what the worker needs to connect
 * @param certificate the certificate of the worker's server, followed by the authority's, as PEM
 * @param authority the certificate of the installation's authority, as PEM
 * @param sshPorts the range of containers' SSH ports
 * @param isNew whether neither the name nor the engine belongs to a host, so that what the engine has of this
 *     installation is left from a removed host
 */
public record JoinResponse(
        HostCredentials credentials, String certificate, String authority, String sshPorts, boolean isNew) {}
