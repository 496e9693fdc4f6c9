package dcm.worker.engine.docker;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Protocol;
import dcm.contract.identity.PublishedPort;
import dcm.worker.engine.NewContainer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The published ports of containers in Docker's format. They are read from the host configuration, because that
 * contains nothing from the image, unlike the labels.
 */
final class DockerPorts {
    private static final ExposedPort SSH = ExposedPort.tcp(22);

    private DockerPorts() {}

    /**
     * All port bindings of a container. They always have an address: without one, Docker publishes on all addresses of
     * the host.
     */
    static List<PortBinding> bindings(NewContainer container) {
        PortBinding ssh = bind(container.ssh().address(), container.ssh().port(), SSH);
        return Stream.concat(
                        Stream.of(ssh),
                        container.ports().stream()
                                .map(port -> bind(port.address(), port.port().number(), exposed(port.port()))))
                .toList();
    }

    /** The container ports of {@link #bindings}. */
    static List<ExposedPort> exposed(NewContainer container) {
        return Stream.concat(Stream.of(SSH), container.ports().stream().map(port -> exposed(port.port())))
                .toList();
    }

    /** The published ports other than SSH, also while the container is stopped. */
    static List<PublishedPort> published(@Nullable HostConfig config) {
        Ports ports = config == null ? null : config.getPortBindings();
        return ports == null
                ? List.of()
                : ports.getBindings().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(SSH))
                        .flatMap(DockerPorts::published)
                        .sorted(Comparator.comparing(PublishedPort::port))
                        .toList();
    }

    private static Stream<PublishedPort> published(Map.Entry<ExposedPort, Ports.Binding[]> entry) {
        ExposedPort inside = entry.getKey();
        Protocol protocol = inside.getProtocol() == InternetProtocol.UDP ? Protocol.UDP : Protocol.TCP;
        return Stream.ofNullable(entry.getValue())
                .flatMap(Stream::of)
                .map(binding -> new PublishedPort(
                        binding.getHostIp(), new ContainerPort(new PortNumber(inside.getPort()), protocol)));
    }

    private static PortBinding bind(String address, PortNumber port, ExposedPort inside) {
        return new PortBinding(Ports.Binding.bindIpAndPort(address, port.value()), inside);
    }

    private static ExposedPort exposed(ContainerPort port) {
        int number = port.number().value();
        return switch (port.protocol()) {
            case TCP -> ExposedPort.tcp(number);
            case UDP -> ExposedPort.udp(number);
        };
    }
}
