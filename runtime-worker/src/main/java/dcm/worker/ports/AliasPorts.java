package dcm.worker.ports;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publishes containers' ports under their own numbers, all of one container on the first of this host's addresses (its aliases)
 * where every one is free. A container has its ports, running or not, until it is gone. What other programs hold is passed
 * over. Thread-safe.
 */
public final class AliasPorts {
    private final List<String> aliases;
    private final List<PortRange> own;
    private final Map<PublishedPort, Holder> held = new HashMap<>();

    /**
     * @param aliases the host's addresses
     * @param own the ports that DCM itself needs: while one of its services is down, its port could be bound
     */
    public AliasPorts(List<String> aliases, List<PortRange> own) {
        this.aliases = List.copyOf(aliases);
        this.own = List.copyOf(own);
    }

    /** Whose a port is. */
    public record Holder(ContainerId container, OwnerName owner) {}

    /**
     * A port that is in somebody's way.
     *
     * @param by null for a program that is no container of this installation
     */
    public record Obstacle(PublishedPort port, @Nullable Holder by) {}

    /** Whether ports were free. */
    public sealed interface Claim {
        /** They are the container's now. */
        record Granted(List<PublishedPort> ports) implements Claim {}

        /** On each address something is in the way. */
        record Refused(List<Obstacle> obstacles) implements Claim {}
    }

    /** A container has these ports already. */
    public synchronized void hold(Holder holder, Collection<PublishedPort> ports) {
        ports.forEach(port -> held.put(port, holder));
    }

    /**
     * Claims ports for a container.
     *
     * @param unusable addresses on which the engine has refused them just now
     */
    public synchronized Claim claim(Holder holder, List<ContainerPort> ports, Set<String> unusable) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (String alias : aliases) {
            List<PublishedPort> here =
                    ports.stream().map(port -> new PublishedPort(alias, port)).toList();
            List<Obstacle> inTheWay = unusable.contains(alias)
                    ? here.stream().map(port -> new Obstacle(port, null)).toList()
                    : here.stream().flatMap(port -> obstacle(port).stream()).toList();
            if (inTheWay.isEmpty()) {
                hold(holder, here);
                return new Claim.Granted(here);
            }
            obstacles.addAll(inTheWay);
        }
        return new Claim.Refused(obstacles);
    }

    /** All that is published now. */
    public synchronized Set<PublishedPort> all() {
        return Set.copyOf(held.keySet());
    }

    /** The container is gone, or was never made. */
    public synchronized void free(ContainerId container) {
        held.values().removeIf(holder -> holder.container().equals(container));
    }

    private Optional<Obstacle> obstacle(PublishedPort port) {
        Holder holder = held.get(port);
        boolean isOwn =
                own.stream().anyMatch(range -> range.contains(port.port().number()));
        return holder != null || isOwn || !canBeBound(port)
                ? Optional.of(new Obstacle(port, holder))
                : Optional.empty();
    }

    private static boolean canBeBound(PublishedPort published) {
        try {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getByName(published.address()),
                    published.port().number().value());
            switch (published.port().protocol()) {
                case TCP -> {
                    try (ServerSocket probe = new ServerSocket()) {
                        probe.bind(address);
                    }
                }
                case UDP -> new DatagramSocket(address).close();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
