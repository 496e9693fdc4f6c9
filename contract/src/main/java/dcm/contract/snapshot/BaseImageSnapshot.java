package dcm.contract.snapshot;

import dcm.contract.base.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that administrators offer, as it stands.
 *
 * @param name with a tag
 * @param version from 1, of what it is made of
 * @param groups whose members may use it
 * @param retired true: nothing is made of it any more
 * @param changedAt when it became so
 */
public record BaseImageSnapshot(
        ImageName name,
        int version,
        BaseImageSource source,
        String description,
        List<GroupName> groups,
        boolean retired,
        Instant changedAt)
        implements CatalogSnapshot {

    public BaseImageSnapshot {
        groups = List.copyOf(groups);
    }

    @Override
    public String key() {
        return "image/" + name;
    }

    /**
     * True when a member of this group may use it.
     *
     * @param group null for somebody who is in none but everybody
     */
    public boolean isFor(@Nullable GroupName group) {
        return !retired && (groups.contains(GroupName.EVERYBODY) || group != null && groups.contains(group));
    }

    /** Described so, and offered to these. */
    public BaseImageSnapshot changed(String nowDescription, List<GroupName> nowGroups, Instant when) {
        return new BaseImageSnapshot(name, version, source, nowDescription, nowGroups, retired, when);
    }

    /** Offered no more. */
    public BaseImageSnapshot retired(Instant when) {
        return new BaseImageSnapshot(name, version, source, description, groups, true, when);
    }
}
