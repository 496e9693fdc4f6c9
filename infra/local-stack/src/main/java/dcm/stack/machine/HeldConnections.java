package dcm.stack.machine;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets new TCP connections wait, or be accepted by another program, while a program is replaced. The kernel drops the first packet of a connection
 * that waits, and the client sends it again after 1, 3 and 7 seconds. The rules expire, also if this process is killed. Each installation
 * has a table of its own in the kernel's packet filter.
 */
public final class HeldConnections implements AutoCloseable {
    private static final String EXPIRY = "60s";

    private final String installation;

    private HeldConnections(String installation) {
        this.installation = installation;
    }

    /**
     * Holds new connections to ports of this machine until {@link #close}.
     *
     * @param installation the id of the installation
     * @throws StackFailure if the kernel's packet filter cannot be changed
     */
    public static HeldConnections to(String installation, Set<Integer> ports) {
        release(installation);
        SystemCommand.run("nft", rules(table(installation), ports));
        return new HeldConnections(installation);
    }

    /**
     * Lets another program of this machine accept the new connections to a loopback port until {@link #close}.
     *
     * @param installation the id of the installation
     * @throws StackFailure if the kernel's packet filter cannot be changed
     */
    public static HeldConnections redirected(String installation, int port, int other) {
        release(installation);
        SystemCommand.run("nft", redirection(table(installation), port, other));
        return new HeldConnections(installation);
    }

    private static String table(String installation) {
        return "inet dcm_upgrade_" + installation.replaceAll("[^A-Za-z0-9]", "_");
    }

    static String redirection(String table, int port, int other) {
        return """
                add table %1$s; \
                add map %1$s moved { type inet_service : inet_service; flags timeout; }; \
                add chain %1$s output { type nat hook output priority -100; policy accept; }; \
                add rule %1$s output ip daddr 127.0.0.1 redirect to :tcp dport map @moved; \
                add element %1$s moved { %2$d timeout %4$s : %3$d }""".formatted(table, port, other, EXPIRY);
    }

    static String rules(String table, Set<Integer> ports) {
        String elements =
                ports.stream().sorted().map(port -> port + " timeout " + EXPIRY).collect(Collectors.joining(", "));
        return """
                add table %1$s; \
                add set %1$s held { type inet_service; flags timeout; }; \
                add chain %1$s input { type filter hook input priority -10; policy accept; }; \
                add rule %1$s input tcp flags & (fin|syn|rst|ack) == syn tcp dport @held drop; \
                add element %1$s held { %2$s }""".formatted(table, elements);
    }

    /** Ends what an upgrade of an installation that was killed has left. */
    public static void release(String installation) {
        SystemCommand.run("sh", "-c", "nft delete table %s 2>/dev/null || true".formatted(table(installation)));
    }

    @Override
    public void close() {
        release(installation);
    }
}
