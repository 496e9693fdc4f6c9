package dcm.worker.firewall;

import dcm.contract.identity.AddressRange;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The nftables rules of one installation on one host. They are in their own table, so a packet must pass both the
 * engine's rules and these, in any load order.
 *
 * <p>The kernel tracks all connections of a host in one table. The rules limit how many entries each owner's network can hold.
 *
 * <p>Containers can forge source addresses. So a packet from a container's bridge must have an address of that bridge's network,
 * and the other rules match addresses.
 *
 * @param table the name of the table
 * @param networks the containers' addresses, {@code A.B.0.0/16}
 * @param aliases the host's addresses on which ports are published; the first has the SSH ports
 * @param sshPorts the range of containers' SSH ports
 * @param connections how many connections from one owner's containers the kernel tracks at the same time
 * @param opened ports of the host that an administrator opens to containers, such as {@code 53/udp}
 */
record FirewallRules(
        String table, String networks, List<String> aliases, PortRange sshPorts, int connections, List<String> opened) {

    private static final String LOOPBACK = "127.";

    /** Of an owner's network, unless it is a larger one, see {@code DockerOwnerNetworks}. */
    private static final int NETWORK_BITS = 26;

    private static final int NETWORK_SIZE = 64;
    private static final int NETWORKS = 1024;

    FirewallRules {
        aliases = List.copyOf(aliases);
        opened = List.copyOf(opened);
    }

    /** Creates the rules of one host of an installation. */
    static FirewallRules of(
            String installation,
            HostName host,
            String networks,
            List<String> aliases,
            PortRange sshPorts,
            int connections,
            List<String> opened) {
        return new FirewallRules(
                FirewallTables.name(installation + "-" + host), networks, aliases, sshPorts, connections, opened);
    }

    /**
     * A script that atomically replaces the rules, whether the table exists or not. Connections stay counted.
     *
     * @param bridges the interfaces of this host that have an address of {@link #networks}
     */
    String script(Collection<PublishedPort> published, ContainerBridges bridges) {
        return script(published, bridges, Optional.empty());
    }

    /** The same, with the addresses of the other hosts if their engines are in one swarm. */
    String script(Collection<PublishedPort> published, ContainerBridges bridges, Optional<Set<String>> swarm) {
        List<AddressRange> large = large(bridges);
        return """
                table inet %1$s {
                    set published {
                        type ipv4_addr . inet_proto . inet_service
                        flags interval
                    }
                    set same_owner {
                        type ipv4_addr . ipv4_addr
                        flags interval
                    }
                }
                flush table inet %1$s
                flush set inet %1$s published
                flush set inet %1$s same_owner
                table inet %1$s {
                    set connections_%5$d {
                        type ipv4_addr
                        size 1024
                        flags dynamic
                    }
                    set published {
                        type ipv4_addr . inet_proto . inet_service
                        flags interval
                        %3$s
                    }
                    # Each owner's network, twice: from containers to containers of the same owner.
                    set same_owner {
                        type ipv4_addr . ipv4_addr
                        flags interval
                        elements = { %8$s }
                    }
                    # From containers to the host itself: nothing but what containers publish, by whichever address.
                    chain input {
                        type filter hook input priority filter - 5; policy accept;
                %10$s        meta nfproto != ipv4 accept
                        ip saddr != %2$s accept
                        ct state established,related accept
                        ip daddr . meta l4proto . th dport @published accept
                %4$s        ip saddr %2$s counter drop
                    }
                    # To containers from elsewhere and from other owners' containers only what they publish; from containers nothing
                    # to the cloud's metadata service.
                    chain forward {
                        type filter hook forward priority filter - 5; policy accept;
                        ct state established,related accept
                %11$s        ip saddr %2$s ip daddr 169.254.0.0/16 counter drop
                %6$s                        ct status dnat accept
                        ip saddr != %2$s ip daddr %2$s counter drop
                        ip saddr %2$s ip daddr %2$s ip saddr . ip daddr != @same_owner counter drop
                    }
                    # From containers' bridges no IPv6, and nothing with a forged source address.
                    chain bridges {
                        meta nfproto ipv6 counter drop
                        fib saddr . iif oif missing counter drop
                    }
                    # Other machines reach published ports only on an address of the interface through which they come: neither on
                    # loopback (engines before 28 let them in) nor on an interface without a network.
                    chain prerouting {
                        type filter hook prerouting priority raw - 5; policy accept;
                %9$s        iifname != "lo" ip daddr 127.0.0.0/8 counter drop
                %7$s    }
                }
                """.formatted(
                        table,
                        networks,
                        elements(published),
                        openings(),
                        connections,
                        countedConnections(large),
                        ownInterface(),
                        sameOwner(large),
                        fromBridges(bridges.names()),
                        swarm.map(SwarmRules::input).orElse(""),
                        swarm.map(hosts -> SwarmRules.forward(networks, hosts)).orElse(""));
    }

    /** A script that first deletes the table, because something changed it; connections are counted anew. */
    String replacing(String script) {
        return "table inet %1$s\ndelete table inet %1$s\n%2$s".formatted(table, script);
    }

    /**
     * The pairs of an owner's network and itself; nft cannot compare two addresses of a packet. All possible networks of
     * the usual size, so that a new one changes no rule, and the larger ones that exist, because the intervals of a set must
     * not overlap.
     */
    private String sameOwner(List<AddressRange> large) {
        Stream<String> usual = IntStream.range(0, NETWORKS)
                .map(n -> n * NETWORK_SIZE)
                .mapToObj(first -> prefix() + (first >> 8) + "." + (first & 0xff) + "/" + NETWORK_BITS)
                .filter(network -> large.isEmpty() || large.stream().noneMatch(AddressRange.parse(network)::overlaps));
        return Stream.concat(usual, large.stream().map(FirewallRules::network))
                .map(network -> network + " . " + network)
                .collect(Collectors.joining(", "));
    }

    /** An owner with a larger network has two; the connections of each are limited. */
    private String countedConnections(List<AddressRange> large) {
        String others = large.isEmpty()
                ? networks
                : large.stream()
                        .map(FirewallRules::network)
                        .collect(Collectors.joining(", ", networks + " ip saddr != { ", " }"));
        return Stream.concat(
                        large.stream().map(network -> counted(network(network), network.prefixLength())),
                        Stream.of(counted(others, NETWORK_BITS)))
                .collect(Collectors.joining());
    }

    private String counted(String source, int prefixLength) {
        return "        ct state new ip saddr %1$s add @connections_%2$d { ip saddr & %3$s ct count over %2$d } counter drop%n"
                .formatted(source, connections, address(mask(prefixLength)));
    }

    private static List<AddressRange> large(ContainerBridges bridges) {
        return bridges.networks().stream()
                .filter(network -> network.prefixLength() < NETWORK_BITS)
                .sorted(Comparator.comparing(FirewallRules::network))
                .toList();
    }

    /** A range with its first address. */
    private static String network(AddressRange range) {
        int any = ByteBuffer.wrap(range.address().getAddress()).getInt();
        return address(any & mask(range.prefixLength())) + "/" + range.prefixLength();
    }

    private static int mask(int prefixLength) {
        return -1 << (Integer.SIZE - prefixLength);
    }

    private static String address(int bits) {
        return IntStream.of(24, 16, 8, 0)
                .mapToObj(shift -> Integer.toString(bits >> shift & 0xff))
                .collect(Collectors.joining("."));
    }

    /** The addresses of containers and of the bridges of their networks. */
    AddressRange pool() {
        return AddressRange.parse(networks);
    }

    /** The beginning of all containers' addresses. */
    private String prefix() {
        return networks.substring(0, networks.length() - "0.0/16".length());
    }

    /** Bridges of networks from before DCM named them have names of the engine. */
    private static String fromBridges(Set<String> bridges) {
        return Stream.concat(
                        Stream.of(ContainerBridges.PREFIX + "*"),
                        new TreeSet<>(bridges).stream().filter(name -> !name.startsWith(ContainerBridges.PREFIX)))
                .map("        iifname \"%s\" jump bridges%n"::formatted)
                .collect(Collectors.joining());
    }

    /** Leaves out ports on loopback addresses, which containers cannot reach, and IPv6 addresses, which no container has. */
    private String elements(Collection<PublishedPort> published) {
        Stream<String> ssh = Stream.of(aliases.getFirst())
                .filter(alias -> !alias.contains(":"))
                .map(alias -> alias + " . tcp . " + sshPorts);
        Stream<String> others = published.stream()
                .filter(port -> !port.address().contains(":"))
                .map(port -> port.address() + " . "
                        + port.port().protocol().name().toLowerCase(Locale.ROOT) + " . "
                        + port.port().number());
        String elements = Stream.concat(ssh, others)
                .filter(element -> !element.startsWith(LOOPBACK))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return elements.isEmpty() ? "" : "elements = { " + elements + " }";
    }

    private String ownInterface() {
        String addresses = aliases.stream()
                .filter(alias -> !alias.startsWith(LOOPBACK) && !alias.contains(":"))
                .distinct()
                .collect(Collectors.joining(", "));
        return addresses.isEmpty()
                ? ""
                : "        iifname != \"lo\" iifname != \"%s*\" ip saddr != %s ip daddr { %s } fib daddr . iif type != local counter drop%n"
                        .formatted(ContainerBridges.PREFIX, networks, addresses);
    }

    private String openings() {
        return opened.stream()
                .map(port -> port.split("/", 2))
                .map(parts -> "        %s dport %s accept%n".formatted(parts.length > 1 ? parts[1] : "tcp", parts[0]))
                .collect(Collectors.joining());
    }
}
