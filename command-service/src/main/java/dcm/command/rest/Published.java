package dcm.command.rest;

import dcm.contract.identity.PublishedPort;
import java.util.List;

/** A published port and its address. */
public record Published(String address, int port, String protocol) {
    static List<Published> of(List<PublishedPort> ports) {
        return ports.stream().map(Published::of).toList();
    }

    private static Published of(PublishedPort port) {
        return new Published(
                port.address(),
                port.port().number().value(),
                port.port().protocol().toString());
    }
}
