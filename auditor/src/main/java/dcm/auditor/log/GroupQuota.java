package dcm.auditor.log;

import dcm.contract.identity.GroupName;
import dcm.contract.quota.Quota;
import java.time.Instant;

/** The quota of a group from a time on. */
public record GroupQuota(GroupName group, Instant from, Quota quota) {}
