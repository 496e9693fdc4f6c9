package dcm.contract.snapshot;

import dcm.contract.identity.GroupName;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import java.time.Instant;
import java.util.List;

/**
 * A group of accounts as it stands. Who is in it stands with each account.
 *
 * @param quota for each of its members
 * @param grants of presets to all its members, those that have ended included
 * @param removed true: there is no such group any more
 * @param changedAt when it became so
 */
public record GroupSnapshot(
        GroupName name, String description, Quota quota, List<Grant> grants, boolean removed, Instant changedAt)
        implements CatalogSnapshot {

    public GroupSnapshot {
        grants = List.copyOf(grants);
    }

    /** A group of which nothing was said yet. */
    public static GroupSnapshot empty(GroupName name) {
        return new GroupSnapshot(name, "", Quota.NONE, List.of(), false, Instant.EPOCH);
    }

    @Override
    public String key() {
        return "group/" + name;
    }

    /** With another description and quota, and there again if it was removed. */
    public GroupSnapshot defined(String nowDescription, Quota nowQuota, Instant when) {
        return new GroupSnapshot(name, nowDescription, nowQuota, grants, false, when);
    }

    /** Removed, with all that was said of it. */
    public GroupSnapshot removed(Instant when) {
        return new GroupSnapshot(name, description, Quota.NONE, List.of(), true, when);
    }

    /** With this grant, which replaces another one of the same preset. */
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
