package dcm.worker.host;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** What an administrator says about this host ({@code DCM_HOST_…}). */
@ConfigMapping(prefix = "dcm.host")
public interface WorkerConfig {
    /** The name under which it joins. */
    @WithConverter(ToHostName.class)
    HostName name();

    /** The ports that become its containers' handles; no two hosts' ranges overlap. */
    @WithConverter(ToPortRange.class)
    PortRange sshPorts();

    /** Its addresses on which containers' ports are published; SSH on the first. */
    List<String> aliases();

    /** The ports on which DCM itself listens; no container publishes them, on any address. */
    Optional<List<@WithConverter(ToPortRange.class) PortRange>> ownPorts();

    /** How many containers may start at the same time; the others wait for their turn. */
    @WithDefault("8")
    int startsAtOnce();

    /** Where it remembers how far it came. May be lost. */
    Path state();

    /** Where owners' homes are. Must not be lost. */
    Path storage();

    /** Where owners' key directories are. Written anew from the log. */
    Path keys();

    /** Directories besides the three above that no preset may mount, such as those of the whole installation. */
    Optional<List<Path>> closed();

    /** Where queries reach it, to ask what is inside containers. */
    String url();

    /** The images it offers whatever the catalog says, as its engine names them. */
    Optional<List<String>> baseImages();

    /** The folder of the recipes out of which it can build base images. */
    Optional<Path> recipes();

    /** How often it is measured what is in homes. */
    @WithDefault("10m")
    Duration measureHomes();

    /** Out of which addresses owners' private networks are taken, {@code A.B.0.0/16}. */
    @WithDefault("10.213.0.0/16")
    String networks();

    /** Ports of the host that containers may reach though no container publishes them, such as {@code 53/udp}. */
    Optional<List<String>> openPorts();

    /** Reads a {@link HostName}. */
    final class ToHostName implements Converter<HostName> {
        @Override
        public HostName convert(String value) {
            return new HostName(value);
        }
    }

    /** Reads a {@link PortRange}. */
    final class ToPortRange implements Converter<PortRange> {
        @Override
        public PortRange convert(String value) {
            return PortRange.parse(value);
        }
    }

    /** A file with the keys of SSH gateways that may vouch for people, as lines of {@code .pub} files. */
    Optional<Path> gatewayKeys();
}
