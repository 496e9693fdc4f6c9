package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.GroupQuota;
import dcm.auditor.log.RecordedIntent;
import dcm.auditor.log.UsageIncrease;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.GroupName;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No accepted request exceeds the quota at that time. Changes of an account's own quota are in the same order as its
 * requests. Group quotas reach admission with a delay of up to a minute, so the most generous quota within a minute
 * counts.
 */
final class QuotasAreKept implements Check {
    private static final Duration PROPAGATION = Duration.ofMinutes(1);

    /** Not checked: its quota was reserved when the transfer began. */
    private static final String HANDED_OVER = "complete-hand-over";

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        return log.usageIncreases().stream()
                .filter(increase -> !isHandedOver(log, increase.intent()))
                .flatMap(increase -> Stream.of(Resource.values())
                        .filter(resource -> increase.added().amount(resource) > 0)
                        .filter(resource -> isExceeded(log, increase, resource))
                        .map(resource -> finding(increase, resource)))
                .toList();
    }

    private static boolean isHandedOver(AuditedLog log, @Nullable String intent) {
        RecordedIntent recorded = intent == null ? null : log.intents().get(intent);
        return recorded != null && recorded.kind().equals(HANDED_OVER);
    }

    private static boolean isExceeded(AuditedLog log, UsageIncrease increase, Resource resource) {
        long amount = increase.after().amount(resource);
        GroupName group = increase.account().group();
        List<Quota> groups = group == null ? List.of(Quota.NONE) : inForce(log, group, increase.time());
        List<Quota> everybodys = inForce(log, GroupName.EVERYBODY, increase.time());
        return groups.stream()
                .allMatch(ofGroup -> everybodys.stream()
                        .allMatch(ofAll -> EffectiveQuota.of(increase.account().quota(), group, ofGroup, ofAll)
                                .limit(resource)
                                .isExceededBy(amount)));
    }

    /** All quotas of a group that a decision at this time may have known. */
    private static List<Quota> inForce(AuditedLog log, GroupName group, Instant time) {
        List<Quota> candidates = new ArrayList<>();
        Quota current = Quota.NONE;
        for (GroupQuota dated : log.groupQuotas()) {
            if (!dated.group().equals(group)) {
                continue;
            }
            if (dated.from().isAfter(time.minus(PROPAGATION))) {
                candidates.add(current);
            }
            if (dated.from().isAfter(time.plus(PROPAGATION))) {
                return candidates;
            }
            current = dated.quota();
        }
        candidates.add(current);
        return candidates;
    }

    private static AuditFinding finding(UsageIncrease increase, Resource resource) {
        return new AuditFinding(
                FindingKind.QUOTA_EXCEEDED,
                "owner/" + increase.owner() + "/" + resource,
                "Event %d of %s increases the use of the account to %s of %s, which exceeds its quota."
                        .formatted(
                                increase.sequence(),
                                increase.time(),
                                resource.amount(increase.after().amount(resource)),
                                resource.noun()));
    }
}
