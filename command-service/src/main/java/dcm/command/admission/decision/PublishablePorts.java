package dcm.command.admission.decision;

import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The ports that containers may publish.
 *
 * @param lowest 1024, unless an administrator permits well-known ports
 * @param reserved ports that an administrator reserved for services of the hosts
 * @param own DCM's own ports: a container on the port of a stopped service would receive users' tokens
 */
public record PublishablePorts(int lowest, List<PortRange> reserved, List<PortRange> own) {
    private static final int SSH = 22;

    public PublishablePorts {
        reserved = List.copyOf(reserved);
        own = List.copyOf(own);
    }

    /** Why {@code port} must not be published, as a sentence; empty if it may be. */
    public Optional<String> objection(PortNumber port, Collection<HostSnapshot> hosts) {
        if (port.value() == SSH) {
            return Optional.of("Port 22 is the SSH server of every container, which DCM publishes already.");
        }
        if (port.value() < lowest) {
            return Optional.of("Port " + port + " is below " + lowest + ", the lowest port that may be published.");
        }
        if (own.stream().anyMatch(range -> range.contains(port))) {
            return Optional.of("Port " + port + " is used by DCM itself.");
        }
        return reserved.stream()
                .filter(range -> range.contains(port))
                .findFirst()
                .map(range -> "Port " + port + " is reserved by an administrator (" + range + ").")
                .or(() -> hosts.stream()
                        .map(host -> host.report().sshPorts())
                        .filter(range -> range.contains(port))
                        .findFirst()
                        .map(range -> "Port " + port + " is in the range of SSH ports (" + range + ")."));
    }
}
