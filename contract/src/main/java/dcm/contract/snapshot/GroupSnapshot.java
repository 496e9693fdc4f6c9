package dcm.contract.snapshot;

import dcm.contract.identity.GroupName;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import java.time.Instant;
import java.util.List;

/**
 * The current state of a group of accounts. Its members are listed in the accounts.
 *
 * @param quota for each member
 * @param grants grants to all members, including those that have ended
 * @param removed whether the group is removed
 * @param changedAt when it last changed
 */
public record GroupSnapshot(
        GroupName name, String description, Quota quota, List<Grant> grants, boolean removed, Instant changedAt)
        implements CatalogSnapshot {

    public GroupSnapshot {
        grants = List.copyOf(grants);
    }

    /** A new group without quota and grants. */
    public static GroupSnapshot empty(GroupName name) {
        return new GroupSnapshot(name, "", Quota.NONE, List.of(), false, Instant.EPOCH);
    }

    @Override
    public String key() {
        return "group/" + name;
    }

    /** A copy with this description and quota; a removed group exists again. */
    public GroupSnapshot define(String nowDescription, Quota nowQuota, Instant when) {
        return new GroupSnapshot(name, nowDescription, nowQuota, grants, false, when);
    }

    /** Removes the group: without quota and grants. */
    public GroupSnapshot remove(Instant when) {
        return new GroupSnapshot(name, description, Quota.NONE, List.of(), true, when);
    }

    /** A copy with this grant, which replaces a grant of the same preset. */
    public GroupSnapshot with(Grant grant, Instant when) {
        return withGrants(Grant.with(grants, grant), when);
    }

    public GroupSnapshot without(PresetName preset, Instant when) {
        return withGrants(Grant.without(grants, preset), when);
    }

    private GroupSnapshot withGrants(List<Grant> all, Instant when) {
        return new GroupSnapshot(name, description, quota, all, removed, when);
    }
}
