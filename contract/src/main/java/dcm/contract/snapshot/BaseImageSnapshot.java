package dcm.contract.snapshot;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a base image.
 *
 * @param name with a tag
 * @param version of the source, from 1
 * @param groups the groups whose members may use the image
 * @param retired whether the image is retired: no new containers can use it
 * @param changedAt when it last changed
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
     * Whether a member of this group may use the image.
     *
     * @param group null: a user in no group but everybody
     */
    public boolean isFor(@Nullable GroupName group) {
        return !retired && (groups.contains(GroupName.EVERYBODY) || group != null && groups.contains(group));
    }

    /** A copy with this description and these groups. */
    public BaseImageSnapshot change(String nowDescription, List<GroupName> nowGroups, Instant when) {
        return new BaseImageSnapshot(name, version, source, nowDescription, nowGroups, retired, when);
    }

    /** Retires the image. */
    public BaseImageSnapshot retire(Instant when) {
        return new BaseImageSnapshot(name, version, source, description, groups, true, when);
    }
}
