package dcm.auditor.log;

import dcm.auditor.finding.AuditFinding;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log says.
 *
 * @param readAt when it was read
 * @param intents all recorded intents by their ids
 * @param answers what the events say about intents, by the intents' ids
 * @param numberings of the aggregates
 * @param answeredTwice records that more than one decision answers
 * @param held records that are in quarantine
 * @param withoutAnswer records that need none: they were discarded, or cannot be decoded
 * @param containers that exist
 * @param images all that were ever ordered
 * @param throwaways containers that exist for one order only
 * @param ordered what events order, newer than the orders that the log has dropped
 * @param orders how often each order is written
 * @param wanted the newest desired state by partition and key
 * @param growths what was accepted that uses more of a quota
 * @param groupQuotas in the order in which they were defined
 * @param misfits events that cannot be read, or that do not fit those before them
 */
public record AuditedLog(
        Instant readAt,
        Map<String, LoggedIntent> intents,
        Map<String, IntentAnswer> answers,
        Map<AggregateId, Numbering> numberings,
        List<LogPosition> answeredTwice,
        Set<LogPosition> held,
        Set<LogPosition> withoutAnswer,
        Map<ContainerId, LoggedContainer> containers,
        Map<ImageId, LoggedImage> images,
        Set<ContainerId> throwaways,
        Map<OwnerName, LoggedAccount> accounts,
        Set<OrderId> ordered,
        Map<OrderId, Integer> orders,
        Map<WantedKey, DesiredState> wanted,
        List<Growth> growths,
        List<GroupQuota> groupQuotas,
        List<AuditFinding> misfits,
        long eventCount) {

    /** Where desired state is published: one key can be in the partitions of several hosts. */
    public record WantedKey(int partition, String key) {
        @Override
        public String toString() {
            return "wanted/" + key;
        }
    }
}
