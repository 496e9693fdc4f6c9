package dcm.gateway.jump;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.identity.Printable;
import dcm.gateway.login.AuthenticatedUser;
import dcm.gateway.token.ApiClients;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.container.Containers;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** Resolves the targets of jumps: the SSH server of one of the user's containers or a published port. Thread-safe. */
@Singleton
class JumpTargets {
    private static final int SSH = 22;
    /** How OpenSSH passes a numeric host such as a handle: as an IPv4 address. */
    private static final Pattern NUMBER_AS_ADDRESS = Pattern.compile("0\\.0\\.(\\d{1,3})\\.(\\d{1,3})");

    private final ApiClients apis;

    JumpTargets(ApiClients apis) {
        this.apis = apis;
    }

    /**
     * The address for the host and port that a client requested. The host is a container's name, handle or id, with
     * port 22 or a published port. It can also be an address with a port that a container uses there, as in a direct
     * login.
     */
    SshdSocketAddress find(AuthenticatedUser person, String host, int port) throws NoTargetException {
        try {
            ApiClient api = apis.of(person);
            Matcher number = NUMBER_AS_ADDRESS.matcher(host);
            if (number.matches()) {
                int handle = Integer.parseInt(number.group(1)) * 256 + Integer.parseInt(number.group(2));
                return byName(api, Integer.toString(handle), port);
            }
            return isAddress(host) ? byAddress(api, host, port) : byName(api, host, port);
        } catch (CommandFailure failure) {
            throw new NoTargetException(failure.sentence());
        }
    }

    private static boolean isAddress(String host) {
        return host.contains(".") || host.contains(":") || host.equals("localhost");
    }

    private static SshdSocketAddress byName(ApiClient api, String name, int port) throws NoTargetException {
        JsonNode container = Containers.one(api, name);
        String state = container.path("state").asText();
        if (!state.equals("running")) {
            throw new NoTargetException("%s is %s. Only a running container can be reached."
                    .formatted(container.path("name").asText(), state));
        }
        JsonNode ssh = container.path("ssh");
        if (!ssh.isMissingNode() && (port == SSH || port == ssh.path("port").asInt())) {
            return new SshdSocketAddress(
                    ssh.path("address").asText(), ssh.path("port").asInt());
        }
        return published(container, port)
                .findFirst()
                .orElseThrow(() -> new NoTargetException(
                        "The container %s does not publish port %d. Its SSH server is at port 22; published ports: %s."
                                .formatted(container.path("name").asText(), port, ports(container))));
    }

    private static SshdSocketAddress byAddress(ApiClient api, String host, int port) throws NoTargetException {
        return Containers.all(api).stream()
                .flatMap(container -> Stream.concat(
                        Stream.of(container.path("ssh"))
                                .filter(ssh -> ssh.path("port").asInt() == port)
                                .map(ssh -> new SshdSocketAddress(
                                        ssh.path("address").asText(), port)),
                        published(container, port)))
                .filter(target -> isAt(host, target.getHostName()))
                .findFirst()
                .orElseThrow(() -> new NoTargetException(
                        "None of your containers listens at %s port %d.".formatted(Printable.quoted(host), port)));
    }

    /** Ports are published on several loopback addresses, all of which are localhost. */
    private static boolean isAt(String host, String address) {
        return host.equals("localhost") ? address.startsWith("127.") : host.equals(address);
    }

    private static Stream<SshdSocketAddress> published(JsonNode container, int port) {
        return container
                .path("ports")
                .valueStream()
                .filter(one -> one.path("protocol").asText().equals("tcp"))
                .filter(one -> one.path("port").asInt() == port)
                .map(one -> new SshdSocketAddress(one.path("address").asText(), port));
    }

    private static String ports(JsonNode container) {
        String ports = container
                .path("ports")
                .valueStream()
                .filter(one -> one.path("protocol").asText().equals("tcp"))
                .map(one -> one.path("port").asText())
                .collect(Collectors.joining(", "));
        return ports.isEmpty() ? "none" : ports;
    }
}
