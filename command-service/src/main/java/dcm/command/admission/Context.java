package dcm.command.admission;

import dcm.contract.snapshot.HostSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a decision may depend on besides the aggregate's state and the input.
 *
 * @param now the time of the decision
 * @param hosts the registered hosts
 * @param silenceCountsFrom admission has heard every host since then; a silence that began before may be its own
 */
public record Context(Instant now, List<HostSnapshot> hosts, Instant silenceCountsFrom, Policy policy) {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    public Context {
        hosts = List.copyOf(hosts);
    }

    /** The hosts that have been heard lately. */
    public List<HostSnapshot> liveHosts() {
        return hosts.stream().filter(host -> !isSilent(host)).toList();
    }

    private boolean isSilent(HostSnapshot host) {
        Instant heard = host.lastSeen().isAfter(silenceCountsFrom) ? host.lastSeen() : silenceCountsFrom;
        return heard.plus(LONGEST_SILENCE).isBefore(now);
    }

    /** The same for an order that may take long, and wait long for its turn. */
    public Instant longDeadline() {
        return now.plus(policy.longOrderTime());
    }

    /** When an order decided now is too late to be begun. */
    public Instant deadline() {
        return now.plus(policy.orderTime());
    }
}
