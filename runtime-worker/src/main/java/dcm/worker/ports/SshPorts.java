package dcm.worker.ports;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Allocates SSH ports from this host's range on its first address. A released port is not reused for a while, so that a
 * user's saved SSH command does not reach another user's new container. Skips ports that other programs use.
 * Thread-safe.
 */
public final class SshPorts {
    private static final Duration REST = Duration.ofMinutes(10);

    private final String address;
    private final PortRange range;
    private final InstantSource clock;
    private final Map<ContainerId, Integer> ports = new HashMap<>();
    private final Map<Integer, Instant> restingUntil = new HashMap<>();
    private int next;

    public SshPorts(String address, PortRange range, InstantSource clock) {
        this.address = address;
        this.range = range;
        this.clock = clock;
        this.next = range.first();
    }

    /** Registers a port that a container already has. */
    public synchronized void hold(ContainerId container, PortNumber port) {
        Integer former = ports.put(container, port.value());
        if (former != null && former != port.value()) {
            release(former);
        }
        next = Math.max(next, port.value() + 1);
    }

    /** Allocates a free port; empty if there is none. The container has it until it is released, and no other one. */
    public synchronized Optional<SshEndpoint> take(ContainerId container) {
        free(container);
        Optional<SshEndpoint> rested = take(container, false);
        // If only recently released ports are left, use one of them.
        return rested.isPresent() ? rested : take(container, true);
    }

    /** Why no port can be allocated at the moment, as a sentence for users. */
    public String reasonForNone(HostName host) {
        return HostAddresses.has(address)
                ? "No SSH port of " + host + " is free. Try again later, or ask an administrator."
                : host + " does not have the address " + address
                        + " any more, on which it publishes SSH ports. An administrator can see 'dcm doctor'.";
    }

    /** The number of ports that no container has. */
    public synchronized int free() {
        return range.last() - range.first() + 1 - ports.size();
    }

    /** Releases the port of a container that was removed or never created, if it has one. */
    public synchronized void free(ContainerId container) {
        Integer port = ports.remove(container);
        if (port != null) {
            release(port);
        }
    }

    private void release(int port) {
        if (!ports.containsValue(port)) {
            restingUntil.put(port, clock.instant().plus(REST));
        }
    }

    private Optional<SshEndpoint> take(ContainerId container, boolean evenIfResting) {
        Instant now = clock.instant();
        restingUntil.values().removeIf(until -> !until.isAfter(now));
        for (int tried = 0; tried < range.size(); tried++) {
            int port = range.first() + Math.floorMod(next + tried - range.first(), range.size());
            boolean resting = restingUntil.containsKey(port) && !evenIfResting;
            if (!ports.containsValue(port) && !resting && isFree(port)) {
                ports.put(container, port);
                restingUntil.remove(port);
                next = port + 1;
                return Optional.of(new SshEndpoint(address, new PortNumber(port)));
            }
        }
        return Optional.empty();
    }

    private boolean isFree(int port) {
        return HostAddresses.canListen(address, port);
    }
}
