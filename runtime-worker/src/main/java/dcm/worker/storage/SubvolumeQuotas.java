package dcm.worker.storage;

import dcm.worker.storage.Btrfs.Group;
import dcm.worker.storage.Btrfs.Look;
import dcm.worker.storage.Btrfs.Subvolume;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Maintains btrfs quota groups for the subvolumes of a directory, including nested subvolumes. Users can create nested
 * subvolumes, which are counted separately; so each subvolume gets a limited group that all nested ones join. With
 * simple quotas the kernel adds most of them on creation; this class adds the rest. Not thread-safe.
 */
final class SubvolumeQuotas {
    private static final Logger LOG = Logger.getLogger(SubvolumeQuotas.class);

    /** The level of DCM's groups; an arbitrary number that others are unlikely to use. */
    private static final int LEVEL = 2614;

    /** The maximum number of subvolumes to add per owner and run. */
    private static final int MOST_JOINS = 100;

    private final Btrfs filesystem;
    private final Limits limits;

    /** The limit of a subvolume. */
    @FunctionalInterface
    interface Limits {
        /**
         * The limit in bytes, or {@link Btrfs#UNLIMITED}; empty if the subvolume is not managed.
         *
         * @param own the subvolume's own group
         */
        Optional<Long> of(String name, Group own);
    }

    SubvolumeQuotas(Btrfs filesystem, Limits limits) {
        this.filesystem = filesystem;
        this.limits = limits;
    }

    /**
     * The result of a run.
     *
     * @param used the used bytes of each managed subvolume, by name
     * @param trouble why some limits could not be applied; null if all were
     */
    record ReconcileResult(Map<String, Long> used, @Nullable String trouble) {}

    /** Creates missing groups, updates limits, and removes groups whose subvolume is gone. */
    ReconcileResult reconcile() throws IOException, InterruptedException {
        Look look = filesystem.look();
        Map<String, Long> used = new HashMap<>();
        String trouble = null;
        for (Subvolume subvolume : look.here().values()) {
            Group own = look.groups().get(subvolume.number());
            Optional<Long> most = own == null ? Optional.empty() : limits.of(subvolume.name(), own);
            if (most.isPresent()) {
                try {
                    used.put(subvolume.name(), put(subvolume, most.get(), look));
                } catch (IOException e) { // continue with the other subvolumes
                    trouble = e.getMessage();
                }
            }
        }
        for (var group : look.groups().entrySet()) {
            long id = group.getKey();
            boolean empty = group.getValue().children().isEmpty();
            if (Btrfs.level(id) == LEVEL && empty && !look.groups().containsKey(Btrfs.number(id))) {
                takeDown(id);
            }
        }
        return new ReconcileResult(used, trouble);
    }

    /** Applies the limit to a subvolume and its nested subvolumes; returns the used bytes. */
    private long put(Subvolume subvolume, long most, Look look) throws IOException, InterruptedException {
        long id = Btrfs.id(LEVEL, subvolume.number());
        Group group = look.groups().get(id);
        if (group == null) {
            filesystem.createGroup(id);
        }
        if (group == null ? most != Btrfs.UNLIMITED : group.most() != most) {
            filesystem.limit(id, most);
        }
        Set<Long> members = group == null ? Set.of() : group.children();
        if (!members.contains(subvolume.number())) {
            filesystem.assign(subvolume, id);
        }
        List<Subvolume> within = look.within(subvolume);
        joinNested(within, members, id);
        leave(within, members, look, id);
        return group == null ? 0 : group.used();
    }

    /**
     * Adds nested subvolumes to the group, oldest first and a limited number per run, because users can create any
     * number.
     */
    private void joinNested(List<Subvolume> within, Set<Long> members, long id) throws InterruptedException {
        List<Subvolume> missing = within.subList(1, within.size()).stream()
                .filter(inside -> !members.contains(inside.number()))
                .sorted(Comparator.comparingLong(Subvolume::number))
                .limit(MOST_JOINS)
                .toList();
        for (Subvolume inside : missing) {
            try {
                filesystem.assign(inside, id);
            } catch (IOException e) { // it may have been deleted
                LOG.debugf("subvolume was not added to its group: id=%s reason=%s", id, e.getMessage());
            }
        }
    }

    /**
     * Removes foreign members: a user can assign a new subvolume to any group, and it must not count for another owner.
     */
    private void leave(List<Subvolume> within, Set<Long> members, Look look, long id) throws InterruptedException {
        Set<Long> inside = within.stream().map(Subvolume::number).collect(Collectors.toSet());
        for (long member : members) {
            if (!inside.contains(member) && look.isThere(member)) { // deleted subvolumes may still count for a while
                try {
                    filesystem.remove(member, id);
                } catch (IOException e) {
                    LOG.debugf("subvolume was not removed from a group: id=%s reason=%s", id, e.getMessage());
                }
            }
        }
    }

    /** Removes the group. This fails while deleted data still count; then the next run tries again. */
    private void takeDown(long group) throws InterruptedException {
        try {
            filesystem.destroyGroup(group);
        } catch (IOException notYet) {
            LOG.debugf("group was not deleted and is retried: id=%s reason=%s", group, notYet.getMessage());
        }
    }
}
