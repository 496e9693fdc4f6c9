package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Cpus;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The settings of this installation that users see. */
@Singleton
@SuppressWarnings("NullAway.Init") // the configuration fills the fields
class InstallationSettings {
    private static final String EVERY_ADDRESS = "0.0.0.0";

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    @ConfigProperty(name = "dcm.installation")
    Optional<String> installation;

    @ConfigProperty(name = "dcm.about.ssh-host")
    Optional<String> sshHost;

    @ConfigProperty(name = "dcm.about.ssh-port")
    int sshPort;

    @ConfigProperty(name = "dcm.container.milli-cpus")
    int milliCpus;

    @ConfigProperty(name = "dcm.container.memory-mib")
    int memoryMiB;

    @ConfigProperty(name = "dcm.container.pids")
    int pids;

    @ConfigProperty(name = "dcm.container.disk-mib")
    Optional<Integer> diskMiB;

    @ConfigProperty(name = "dcm.ports.lowest")
    int lowestPort;

    @ConfigProperty(name = "dcm.ports.reserved")
    Optional<List<String>> reservedPorts;

    @ConfigProperty(name = "dcm.storage.shared")
    boolean sharedHomes;

    @ConfigProperty(name = "dcm.image.registry")
    boolean imageRegistry;

    /** The address of the SSH gateway. */
    public record SshGateway(String host, int port) {}

    /** The limits of a container without a preset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Defaults(
            BigDecimal cpus,
            int memoryMiB,
            int pids,

            @Schema(description = "Disk limit outside of home directories; absent if there is none") @Nullable
            Integer diskMiB) {}

    String version() {
        return version;
    }

    Optional<String> installation() {
        return installation;
    }

    /** Where users reach the SSH gateway; empty if that is not known. */
    Optional<SshGateway> sshGateway() {
        return sshHost.filter(host -> !host.equals(EVERY_ADDRESS)).map(host -> new SshGateway(host, sshPort));
    }

    Defaults defaults() {
        return new Defaults(Cpus.ofThousandths(milliCpus), memoryMiB, pids, diskMiB.orElse(null));
    }

    int lowestPort() {
        return lowestPort;
    }

    List<String> reservedPorts() {
        return reservedPorts.orElse(List.of());
    }

    List<String> features() {
        return Stream.of(
                        Optional.of("image-registry").filter(feature -> imageRegistry),
                        Optional.of("shared-homes").filter(feature -> sharedHomes))
                .flatMap(Optional::stream)
                .toList();
    }
}
