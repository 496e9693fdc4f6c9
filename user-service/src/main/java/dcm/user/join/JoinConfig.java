package dcm.user.join;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What user-service needs to let machines join as hosts ({@code DCM_JOIN_…}). Without it, none can join. */
@ConfigMapping(prefix = "dcm.join")
public interface JoinConfig {
    /** The directory of invitations. */
    Optional<Path> invitations();

    /** The address at which other machines reach this installation. */
    Optional<String> clusterAddress();

    /**
     * Whether a host can have this address, too, because the services have a network namespace of their own: containers of Docker
     * Compose. Their ports are not the machine's then, except those that are published, which no container of a user can have.
     */
    @WithDefault("false")
    boolean clusterAddressIsShared();

    /** The addresses of containers' networks on each host. */
    @WithDefault("${DCM_HOST_NETWORKS:10.213.0.0/16}")
    String hostNetworks();

    /** The addresses of the networks that reach across hosts; absent if there are none. */
    Optional<String> swarmNetworks();

    /** The private key of the installation's certificate authority. */
    Optional<Path> authorityKey();

    /** Its certificate. */
    Optional<Path> authorityCertificate();

    /** The secret from which the keys are derived with which hosts authenticate. */
    Optional<Path> reportsSecret();
}
