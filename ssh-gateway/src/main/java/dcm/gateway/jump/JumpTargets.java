package dcm.gateway.jump;

import dcm.contract.identity.Printable;
import dcm.gateway.connect.RecordedAddresses;
import dcm.gateway.connect.ServerProbe;
import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.token.ApiClients;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.container.Containers;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.ContainerDocument.Port;
import dcm.shell.document.ContainerDocument.Ssh;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** Resolves the targets of jumps: the SSH server of one of the user's containers or a published port. Thread-safe. */
@Singleton
class JumpTargets {
    private static final int SSH = 22;
    /** How OpenSSH passes a numeric host, such as a container's SSH port: as an IPv4 address. */
    private static final Pattern NUMBER_AS_ADDRESS = Pattern.compile("0\\.0\\.(\\d{1,3})\\.(\\d{1,3})");

    private final ApiClients apis;
    private final RecordedAddresses addresses;

    JumpTargets(ApiClients apis, RecordedAddresses addresses) {
        this.addresses = addresses;
        this.apis = apis;
    }

    /**
     * The address for the host and port that a client requested. The host is a container's handle, with
     * port 22 or a published port. It can also be an address with a port that a container uses there, as in a direct
     * login.
     */
    SshdSocketAddress find(AuthenticatedUser person, String host, int port) throws NoTargetException {
        try {
            ApiClient api = apis.of(person);
            Matcher number = NUMBER_AS_ADDRESS.matcher(host);
            if (number.matches()) {
                int sshPort = Integer.parseInt(number.group(1)) * 256 + Integer.parseInt(number.group(2));
                return byName(api, Integer.toString(sshPort), port);
            }
            return isAddress(host) ? byAddress(api, host, port) : byName(api, host, port);
        } catch (CommandFailure failure) {
            throw new NoTargetException(failure.sentence());
        }
    }

    private static boolean isAddress(String host) {
        return host.contains(".") || host.contains(":") || host.equals("localhost");
    }

    private SshdSocketAddress byName(ApiClient api, String name, int port) throws NoTargetException {
        ContainerDocument container = Containers.one(api, name).fields();
        if (!container.mayRun()) {
            throw new NoTargetException("%s is %s. Only a running container can be reached."
                    .formatted(container.name(), container.state()));
        }
        Ssh ssh = container.ssh();
        SshdSocketAddress target = container.hasSsh() && (port == SSH || port == ssh.port())
                ? new SshdSocketAddress(ssh.address(), ssh.port())
                : published(container, port)
                        .findFirst()
                        .orElseThrow(() -> new NoTargetException(
                                "The container %s does not publish port %d. Its SSH server is at port 22; published ports: %s."
                                        .formatted(container.name(), port, ports(container))));
        requireAnswer(container, target);
        return target;
    }

    private SshdSocketAddress byAddress(ApiClient api, String host, int port) throws NoTargetException {
        for (Document<ContainerDocument> each : Containers.all(api)) {
            ContainerDocument container = each.fields();
            Optional<SshdSocketAddress> target = Stream.concat(
                            Stream.of(container.ssh())
                                    .filter(ssh -> ssh.port() == port)
                                    .map(ssh -> new SshdSocketAddress(ssh.address(), port)),
                            published(container, port))
                    .filter(address -> isAt(host, address.getHostName()))
                    .findFirst();
            if (target.isPresent()) {
                requireAnswer(container, target.get());
                return target.get();
            }
        }
        throw new NoTargetException(
                "None of your containers listens at %s port %d.".formatted(Printable.quoted(host), port));
    }

    private void requireAnswer(ContainerDocument container, SshdSocketAddress target) throws NoTargetException {
        Optional<String> objection = addresses
                .objection(container, target.getHostName())
                .or(() -> container.hasSsh()
                        ? addresses.objection(container, container.ssh().address())
                        : Optional.empty())
                .or(() -> ServerProbe.objection(container));
        if (objection.isPresent()) {
            throw new NoTargetException(objection.get());
        }
    }

    /** Ports are published on several addresses of the host, all of which may be called localhost. */
    private static boolean isAt(String host, String address) {
        return host.equals("localhost") || host.equals(address);
    }

    private static Stream<SshdSocketAddress> published(ContainerDocument container, int port) {
        return tcpPorts(container)
                .filter(published -> published.port() == port)
                .map(published -> new SshdSocketAddress(published.address(), port));
    }

    private static Stream<Port> tcpPorts(ContainerDocument container) {
        return container.ports().stream()
                .filter(published -> published.protocol().equals("tcp"));
    }

    private static String ports(ContainerDocument container) {
        String ports = tcpPorts(container)
                .map(published -> Integer.toString(published.port()))
                .collect(Collectors.joining(", "));
        return ports.isEmpty() ? "none" : ports;
    }
}
