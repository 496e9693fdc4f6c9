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
 * Assigns published ports on this host's addresses (aliases). A port keeps its number on the host; all ports of one
 * container are on the first alias on which they are all free. A container keeps its ports, even while stopped, until
 * it is removed. Skips ports that other programs use. Thread-safe.
 */
public final class AliasPorts {
    private final List<String> aliases;
    private final List<PortRange> own;
    private final Map<PublishedPort, Holder> held = new HashMap<>();

    /**
     * @param aliases the host's addresses
     * @param own the ports of DCM's services, which a container could otherwise bind while a service is down
     */
    public AliasPorts(List<String> aliases, List<PortRange> own) {
        this.aliases = List.copyOf(aliases);
        this.own = List.copyOf(own);
    }

    /** The container and owner that hold a port. */
    public record Holder(ContainerId container, OwnerName owner) {}

    /**
     * A port that is in use.
     *
     * @param by null for a program that is not a container of this installation
     */
    public record PortConflict(PublishedPort port, @Nullable Holder by) {}

    /** The result of a claim. */
    public sealed interface Claim {
        /** The container holds these ports now. */
        record Allocated(List<PublishedPort> ports) implements Claim {}

        /** Every address has at least one port in use. */
        record Refused(List<PortConflict> conflicts) implements Claim {}
    }

    /** Registers ports that a container already has. */
    public synchronized void hold(Holder holder, Collection<PublishedPort> ports) {
        ports.forEach(port -> held.put(port, holder));
    }

    /**
     * Claims ports for a container, which then has no others.
     *
     * @param address the address to use; null: the first on which all ports are free
     * @param unusable addresses on which the engine has just refused the ports
     */
    public synchronized Claim claim(
            Holder holder, List<ContainerPort> ports, @Nullable String address, Set<String> unusable) {
        List<PortConflict> conflicts = new ArrayList<>();
        for (String alias : address == null ? aliases : List.of(address)) {
            List<PublishedPort> here =
                    ports.stream().map(port -> new PublishedPort(alias, port)).toList();
            List<PortConflict> conflictsHere = unusable.contains(alias)
                    ? here.stream().map(port -> new PortConflict(port, null)).toList()
                    : here.stream()
                            .flatMap(port -> conflict(holder, port).stream())
                            .toList();
            if (conflictsHere.isEmpty()) {
                free(holder.container());
                hold(holder, here);
                return new Claim.Allocated(here);
            }
            conflicts.addAll(conflictsHere);
        }
        return new Claim.Refused(conflicts);
    }

    /** All ports that are published now. */
    public synchronized Set<PublishedPort> all() {
        return Set.copyOf(held.keySet());
    }

    /** Releases the ports of a container that was removed or never created. */
    public synchronized void free(ContainerId container) {
        held.values().removeIf(holder -> holder.container().equals(container));
    }

    private Optional<PortConflict> conflict(Holder asking, PublishedPort port) {
        Holder holder = held.get(port);
        boolean isOfAnother = holder != null && !holder.container().equals(asking.container());
        boolean isOwn =
                own.stream().anyMatch(range -> range.contains(port.port().number()));
        return isOfAnother || isOwn || !canBeBound(port)
                ? Optional.of(new PortConflict(port, holder))
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
