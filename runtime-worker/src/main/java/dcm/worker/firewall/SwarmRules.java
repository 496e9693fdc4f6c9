package dcm.worker.firewall;

import java.util.Set;

/**
 * The nftables rules for the ports of the swarm of all hosts. What containers send one another between hosts travels in
 * packets to the port 4789, which the kernel accepts from any sender: a forged one would reach the containers of any owner.
 */
final class SwarmRules {
    /** Members and networks. Managers authenticate members at the port 2377, and unknown ones must be able to join. */
    private static final String FROM_HOSTS = "iifname != \"lo\" meta l4proto { tcp, udp } th dport { 4789, 7946 }";

    private static final String ALL = "meta l4proto { tcp, udp } th dport { 2377, 4789, 7946 }";

    private SwarmRules() {}

    /**
     * Packets to this host.
     *
     * @param hosts the addresses of the other hosts
     */
    static String input(Set<String> hosts) {
        String from = hosts.isEmpty() ? "" : "ip saddr != { " + String.join(", ", hosts) + " } ";
        return "        %1$s meta nfproto ipv6 counter drop%n        %1$s %2$scounter drop%n"
                .formatted(FROM_HOSTS, from);
    }

    /**
     * Packets of containers to other hosts, which see this host as their source.
     *
     * @param hosts the addresses of the other hosts
     */
    static String forward(String containers, Set<String> hosts) {
        return hosts.isEmpty()
                ? ""
                : "        ip saddr %s ip daddr { %s } %s counter drop%n"
                        .formatted(containers, String.join(", ", hosts), ALL);
    }
}
