package dcm.apigateway;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The reverse proxies whose statements about their clients are believed. */
@Singleton
class TrustedProxies {
    private final List<IpSubnetFilterRule> networks;

    @Inject
    TrustedProxies(@ConfigProperty(name = "dcm.trusted-proxies") Optional<List<String>> networks) {
        this(networks.orElse(List.of()));
    }

    /** @param networks addresses, or networks such as {@code 10.0.0.0/8} */
    TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::rule).toList();
    }

    private static IpSubnetFilterRule rule(String network) {
        String[] parts = network.strip().split("/", 2);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 8 * address.getAddress().length;
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    boolean contains(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    /**
     * The client of a request that a trusted proxy forwarded: the last address that is not a trusted proxy. A client can write
     * anything before it.
     *
     * @param forwardedFor the values of {@code X-Forwarded-For}
     * @return empty if there is no usable address
     */
    Optional<InetAddress> client(List<String> forwardedFor) {
        List<String> stated = new ArrayList<>(forwardedFor.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .toList());
        Optional<InetAddress> client = Optional.empty();
        while (!stated.isEmpty()) {
            Optional<InetAddress> address = parse(stated.removeLast());
            if (address.isEmpty()) { // a proxy did not know its client
                return Optional.empty();
            }
            client = address;
            if (!contains(address.get())) {
                return client;
            }
        }
        return client;
    }

    /** An address, with or without a port. */
    private static Optional<InetAddress> parse(String text) {
        String address = text.strip();
        if (address.startsWith("[")) {
            address = address.replaceFirst("^\\[([^]]*)](:\\d+)?$", "$1");
        } else if (address.indexOf(':') == address.lastIndexOf(':')) {
            address = address.replaceFirst(":\\d+$", "");
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
