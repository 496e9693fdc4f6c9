package dcm.stack.machine;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules of the kernel's packet filter for the time in which a program is replaced. Lets new TCP connections to ports of this machine wait while the program that listens there is replaced. The kernel drops the first packet
 * of a connection, and the client sends it again after 1, 3 and 7 seconds. The rule expires, also if this process is killed.
 */
public final class HeldConnections implements AutoCloseable {
    private static final String TABLE = "inet dcm_upgrade";
    private static final String EXPIRY = "60s";

    private HeldConnections() {}

    /**
     * Holds new connections until {@link #close}.
     *
     * @throws StackFailure if the kernel's packet filter cannot be changed
     */
    public static HeldConnections to(Set<Integer> ports) {
        release();
        SystemCommand.run("nft", rules(ports));
        return new HeldConnections();
    }

    /**
     * Lets another program of this machine accept the new connections to a loopback port until {@link #close}.
     *
     * @throws StackFailure if the kernel's packet filter cannot be changed
     */
    public static HeldConnections redirected(int port, int other) {
        release();
        SystemCommand.run("nft", redirection(port, other));
        return new HeldConnections();
    }

    static String redirection(int port, int other) {
        return """
                add table %1$s; \
                add map %1$s moved { type inet_service : inet_service; flags timeout; }; \
                add chain %1$s output { type nat hook output priority -100; policy accept; }; \
                add rule %1$s output ip daddr 127.0.0.1 redirect to :tcp dport map @moved; \
                add element %1$s moved { %2$d timeout %4$s : %3$d }""".formatted(TABLE, port, other, EXPIRY);
    }

    static String rules(Set<Integer> ports) {
        String elements =
                ports.stream().sorted().map(port -> port + " timeout " + EXPIRY).collect(Collectors.joining(", "));
        return """
                add table %1$s; \
                add set %1$s held { type inet_service; flags timeout; }; \
                add chain %1$s input { type filter hook input priority -10; policy accept; }; \
                add rule %1$s input tcp flags & (fin|syn|rst|ack) == syn tcp dport @held drop; \
                add element %1$s held { %2$s }""".formatted(TABLE, elements);
    }

    /** Ends what an upgrade that was killed has left. */
    public static void release() {
        SystemCommand.run("sh", "-c", "nft delete table %s 2>/dev/null || true".formatted(TABLE));
    }

    @Override
    public void close() {
        release();
    }
}
