package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What admission remembers of moves of an account's homes, in addition to what the account's snapshot shows.
 *
 * @param running the containers that run again after the move in progress
 * @param former the hosts that still must confirm that they have nothing left of the homes, each with the containers that it had
 * @param last the intent whose follow-ups last recreated containers: the last move, or the end of a suspension after it; null if there is none
 * @param toRecreate the containers that were lost by a move and have not been created again
 * @param readFailures how often the old host could not read the homes in the move in progress; null: never
 */
public record HomesMoves(
        List<ContainerId> running,
        Map<HostName, List<ContainerId>> former,
        @Nullable IntentId last,
        List<ContainerId> toRecreate,
        @Nullable ReadFailures readFailures) {
    /** No move in progress, and none to clean up after. */
    public static final HomesMoves NONE = new HomesMoves(List.of(), Map.of(), null, List.of(), null);

    public HomesMoves {
        running = List.copyOf(running);
        former = Map.copyOf(former);
        toRecreate = toRecreate == null ? List.of() : List.copyOf(toRecreate); // missing in states of earlier versions
    }

    HomesMoves running(List<ContainerId> now) {
        return new HomesMoves(now, former, last, toRecreate, null);
    }

    HomesMoves unread(Instant time, long copiedMiB) {
        ReadFailures now = readFailures == null || readFailures.isSurpassedBy(copiedMiB)
                ? new ReadFailures(1, time, copiedMiB)
                : new ReadFailures(readFailures.count() + 1, readFailures.since(), readFailures.copiedMiB());
        return new HomesMoves(running, former, last, toRecreate, now);
    }

    /**
     * Failures of the old host to read the homes, since an attempt last got further than those before.
     *
     * @param count from 1
     * @param since when it failed first
     * @param copiedMiB what the new host had received in that attempt; null: unknown, stored by an earlier version
     */
    public record ReadFailures(
            int count, Instant since, @Nullable Long copiedMiB) {

        /** Whether an attempt in which the new host has received this much got further. */
        public boolean isSurpassedBy(long mebibytes) {
            return copiedMiB == null || mebibytes > copiedMiB;
        }
    }

    HomesMoves leaving(HostName host, List<ContainerId> containers) {
        Map<HostName, List<ContainerId>> more = new HashMap<>(former);
        more.put(host, List.copyOf(containers));
        return new HomesMoves(List.of(), more, last, toRecreate, null);
    }

    HomesMoves without(HostName host) {
        Map<HostName, List<ContainerId>> fewer = new HashMap<>(former);
        fewer.remove(host);
        return new HomesMoves(running, fewer, last, toRecreate, readFailures);
    }

    HomesMoves recreating(IntentId cause, Collection<ContainerId> containers) {
        return new HomesMoves(running, former, cause, List.copyOf(containers), readFailures);
    }

    HomesMoves recreated(ContainerId container) {
        return new HomesMoves(
                running,
                former,
                last,
                toRecreate.stream().filter(other -> !other.equals(container)).toList(),
                readFailures);
    }

    /** The intent that recreates a container after a move, or after the suspension that it waited for. */
    public static IntentId recreation(IntentId cause, ContainerId container) {
        return cause.following("recreate " + container);
    }

    /** The intent that stops a container after it was recreated because of a move. */
    public static IntentId stop(IntentId cause, ContainerId container) {
        return cause.following("stop " + container);
    }

    /** The newest intent that recreates a container; null if there is none. */
    public @Nullable IntentId recreation(ContainerId container) {
        return last == null ? null : recreation(last, container);
    }

    /** Whether an intent is a consequence of the last move, and not a request of the owner. */
    public boolean isFollowUp(IntentId intent, ContainerId container) {
        return last != null && (intent.equals(recreation(container)) || intent.equals(stop(last, container)));
    }

    /** The hosts that must still delete homes. */
    @JsonIgnore
    public Set<HostName> hosts() {
        return former.keySet();
    }
}
