package dcm.auditor.log;

import dcm.auditor.finding.AuditFinding;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contents of the log.
 *
 * @param readAt when it was read
 * @param intents all recorded intents by their ids
 * @param answers the events that answer each intent, by the intent's id
 * @param numberings the sequence numbers of each aggregate
 * @param decidedTwice records about which more than one decision was made
 * @param quarantined quarantined records
 * @param withoutAnswer records that need no answer, because they were discarded or cannot be decoded
 * @param containers containers that exist
 * @param images all images that were ever ordered
 * @param temporaryContainers containers that exist for one order only
 * @param formerHomes what hosts must still delete after moves of homes, with the containers that they had
 * @param ordered orders that events require, without those that the log may have deleted
 * @param orders how often each order is written
 * @param wanted the newest desired state by host and key
 * @param usageIncreases accepted changes that use more of a quota
 * @param groupQuotas in the order in which they were defined
 * @param inconsistencies events that cannot be decoded or do not fit the events before them
 */
public record AuditedLog(
        Instant readAt,
        Map<String, RecordedIntent> intents,
        Map<String, IntentAnswer> answers,
        Map<AggregateId, Numbering> numberings,
        List<LogPosition> decidedTwice,
        Set<LogPosition> quarantined,
        Set<LogPosition> withoutAnswer,
        Map<ContainerId, RecordedContainer> containers,
        Map<ImageId, RecordedImage> images,
        Set<ContainerId> temporaryContainers,
        Map<FormerHome, Set<ContainerId>> formerHomes,
        Map<OwnerName, RecordedAccount> accounts,
        Set<OrderId> ordered,
        Map<OrderId, Integer> orders,
        Map<WantedKey, DesiredState> wanted,
        List<UsageIncrease> usageIncreases,
        List<GroupQuota> groupQuotas,
        List<AuditFinding> inconsistencies,
        long eventCount) {

    /** Whether a host must still delete a container whose homes were moved to another host. */
    public boolean isFormer(ContainerId container, HostName host) {
        return formerHomes.entrySet().stream()
                .anyMatch(home ->
                        home.getKey().host().equals(host) && home.getValue().contains(container));
    }

    /** Where desired state is published: one key can be in the topics of several hosts. */
    public record WantedKey(HostName host, String key) {
        @Override
        public String toString() {
            return "wanted/" + key;
        }
    }
}
