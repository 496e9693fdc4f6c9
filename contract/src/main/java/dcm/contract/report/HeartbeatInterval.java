package dcm.contract.report;

import java.time.Duration;

/** How often a host sends heartbeats. All hosts together send at most fifty per second, so with more than 150, each one sends fewer. */
public final class HeartbeatInterval {
    /** Also how often a worker examines its host, so that every interval is a multiple of it. */
    public static final Duration SHORTEST = Duration.ofSeconds(3);

    /** With more than 2,850 hosts. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int HOSTS_WITH_SHORTEST = 150;

    private HeartbeatInterval() {}

    /** The interval for each of {@code hosts} hosts. */
    public static Duration of(int hosts) {
        Duration interval = SHORTEST.multipliedBy(Math.max(1, Math.ceilDiv(hosts, HOSTS_WITH_SHORTEST)));
        return interval.compareTo(LONGEST) < 0 ? interval : LONGEST;
    }
}
