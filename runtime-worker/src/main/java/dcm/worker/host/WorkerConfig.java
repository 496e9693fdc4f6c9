package dcm.worker.host;

import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SwarmMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** The configuration of this host by an administrator ({@code DCM_HOST_…}). */
@ConfigMapping(prefix = "dcm.host")
public interface WorkerConfig {
    /** The name under which the host joins. */
    @WithConverter(ToHostName.class)
    HostName name();

    /** How the host joined an installation on another machine; empty if this installation has set up the worker. */
    Optional<@WithConverter(ToJoinId.class) JoinId> joinId();

    /** The range of containers' SSH ports; the ranges of hosts must not overlap. */
    @WithConverter(ToPortRange.class)
    PortRange sshPorts();

    /** The host's addresses on which containers' ports are published; SSH on the first. */
    List<String> aliases();

    /** Ports on which DCM itself listens; containers cannot publish them on any address. */
    Optional<List<@WithConverter(ToPortRange.class) PortRange>> ownPorts();

    /** How many containers may start at the same time; others wait. */
    @WithDefault("8")
    int startsAtOnce();

    /** Directory for the worker's progress. May be lost. */
    Path state();

    /** Directory of owners' homes. Must not be lost. */
    Path storage();

    /** Directory of the key directories of containers' owners. Rebuilt from the log at each start. */
    Path keys();

    /** Further directories that presets must not mount, such as those of the whole installation. */
    Optional<List<Path>> closed();

    /** The URL on which projection-service queries this worker about the inside of containers. */
    String url();

    /** The worker's certificate, on a host that joined an installation on another machine. */
    Optional<Path> certificate();

    /** The images that are offered regardless of the catalog, as the engine names them. */
    Optional<List<String>> baseImages();

    /** The folder of the recipes from which the host can build base images. */
    Optional<Path> recipes();

    /** How often the size of homes is measured. */
    @WithDefault("10m")
    Duration measureHomes();

    /** The address pool of owners' private networks, {@code A.B.0.0/16}. */
    @WithDefault("10.213.0.0/16")
    String networks();

    /** How many connections from one owner's containers the kernel tracks at the same time. */
    @WithDefault("8192")
    int connectionsPerOwner();

    /** Ports of the host that containers may reach although no container publishes them, such as {@code 53/udp}. */
    Optional<List<String>> openPorts();

    /** Converts a {@link HostName}. */
    final class ToHostName implements Converter<HostName> {
        @Override
        public HostName convert(String value) {
            return new HostName(value);
        }
    }

    /** Converts a {@link JoinId}. */
    final class ToJoinId implements Converter<JoinId> {
        @Override
        public JoinId convert(String value) {
            return new JoinId(value);
        }
    }

    /** Converts a {@link PortRange}. */
    final class ToPortRange implements Converter<PortRange> {
        @Override
        public PortRange convert(String value) {
            return PortRange.parse(value);
        }
    }

    /** A file with the public keys of SSH gateways that may sign user certificates, as lines of {@code .pub} files. */
    Optional<Path> gatewayKeys();

    /** {@code HOST:PORT} of the installation's image registry. */
    Optional<String> imageRegistry();

    /** A file with {@code USER:PASSWORD} at the image registry. */
    Optional<Path> imageRegistryCredentials();

    /** A file with the CA certificate (PEM) of the image registry; without it, the worker uses HTTP without TLS. */
    Optional<Path> imageRegistryCa();

    /** The Docker swarm of all hosts. */
    Swarm swarm();

    /** The Docker swarm that connects owners' private networks across hosts ({@code DCM_HOST_SWARM_…}). */
    interface Swarm {
        /** Whether there is one. */
        @WithConverter(ToSwarmMode.class)
        @WithDefault("off")
        SwarmMode mode();

        /** The addresses of the networks, {@code A.B.C.D/BITS}. */
        @WithDefault("10.224.0.0/12")
        String networks();

        /** {@code ADDRESS:PORT} of the manager; empty on the host whose engine is the manager. */
        Optional<String> manager();

        /** A file with the token with which the engine joins; empty on the host whose engine is the manager. */
        Optional<Path> token();

        /** The address of this host for the others; empty on the host whose engine is the manager. */
        Optional<String> address();
    }

    /** Converts a {@link SwarmMode}. */
    final class ToSwarmMode implements Converter<SwarmMode> {
        @Override
        public SwarmMode convert(String value) {
            return SwarmMode.parse(value);
        }
    }

    /** A file with the key with which this worker authenticates its reports. */
    Path reportKey();

    /** A file with the public key (PEM, P-256) with which projection-service's tokens for workers are verified. */
    Path tokenKey();
}
