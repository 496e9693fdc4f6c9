package dcm.worker.storage;

import dcm.worker.storage.BtrfsDirectory.Accounting;
import dcm.worker.storage.BtrfsDirectory.Group;
import dcm.worker.storage.BtrfsDirectory.Inventory;
import dcm.worker.storage.BtrfsDirectory.Subvolume;
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

    /** The maximum number of subvolumes to add, and to remove, per owner and run. */
    private static final int MAX_CHANGES = 100;

    private final BtrfsDirectory filesystem;
    private final Limits limits;

    /** The limit of a subvolume. */
    @FunctionalInterface
    interface Limits {
        /**
         * The limit in bytes, or {@link BtrfsDirectory#UNLIMITED}; empty if the subvolume is not managed.
         *
         * @param own the subvolume's own group
         */
        Optional<Long> of(String name, Group own);
    }

    SubvolumeQuotas(BtrfsDirectory filesystem, Limits limits) {
        this.filesystem = filesystem;
        this.limits = limits;
    }

    /** The quota mode of the filesystem; empty while quotas are off. */
    Optional<Accounting> accounting() {
        return filesystem.accounting();
    }

    /**
     * The result of a run.
     *
     * @param used the used bytes of each managed subvolume, by name
     * @param problem why some limits could not be applied; null if all were
     */
    record ReconcileResult(Map<String, Long> used, @Nullable String problem) {}

    /** Creates missing groups, updates limits, and removes groups whose subvolume is gone. */
    ReconcileResult reconcile() throws IOException, InterruptedException {
        Inventory inventory = filesystem.readInventory();
        Set<Long> existing = inventory.numbers();
        Map<String, Long> used = new HashMap<>();
        String problem = null;
        for (Subvolume subvolume : inventory.here().values()) {
            Group own = inventory.groups().get(subvolume.number());
            Optional<Long> limit = own == null ? Optional.empty() : limits.of(subvolume.name(), own);
            if (limit.isPresent()) {
                try {
                    used.put(subvolume.name(), applyLimit(subvolume, limit.get(), inventory, existing));
                } catch (IOException e) { // continue with the other subvolumes
                    problem = e.getMessage();
                }
            }
        }
        for (var group : inventory.groups().entrySet()) {
            long id = group.getKey();
            boolean empty = group.getValue().children().isEmpty();
            if (BtrfsDirectory.level(id) == LEVEL
                    && empty
                    && !inventory.groups().containsKey(BtrfsDirectory.number(id))) {
                destroyGroup(id);
            }
        }
        return new ReconcileResult(used, problem);
    }

    /** Applies the limit to a subvolume and its nested subvolumes; returns the used bytes. */
    private long applyLimit(Subvolume subvolume, long limit, Inventory inventory, Set<Long> existing)
            throws IOException, InterruptedException {
        long id = BtrfsDirectory.id(LEVEL, subvolume.number());
        Group group = inventory.groups().get(id);
        if (group == null) {
            filesystem.createGroup(id);
        }
        if (group == null ? limit != BtrfsDirectory.UNLIMITED : group.limit() != limit) {
            filesystem.setLimit(id, limit);
        }
        Set<Long> members = group == null ? Set.of() : group.children();
        if (!members.contains(subvolume.number())) {
            filesystem.assign(subvolume, id);
        }
        List<Subvolume> within = inventory.withNested(subvolume);
        joinNested(within, members, id);
        removeForeignMembers(within, members, existing, id);
        return group == null ? 0 : group.used();
    }

    /**
     * Deletes the subvolumes that are nested in a subvolume of the directory.
     *
     * @throws IOException if some cannot be deleted; the others are deleted
     */
    void deleteNested(String name) throws IOException {
        Inventory inventory = filesystem.readInventory();
        Subvolume subvolume = inventory.here().get(name);
        if (subvolume != null) {
            List<Subvolume> all = inventory.withNested(subvolume);
            filesystem.delete(all.subList(1, all.size()).reversed());
        }
    }

    /**
     * Adds nested subvolumes to the group, oldest first and a limited number per run, because users can create any
     * number.
     */
    private void joinNested(List<Subvolume> within, Set<Long> members, long id) throws InterruptedException {
        List<Subvolume> missing = within.subList(1, within.size()).stream()
                .filter(inside -> !members.contains(inside.number()))
                .sorted(Comparator.comparingLong(Subvolume::number))
                .limit(MAX_CHANGES)
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
     * Removes foreign members, a limited number per run: a user can assign any number of new subvolumes to any group, and
     * they must not count for another owner.
     */
    private void removeForeignMembers(List<Subvolume> within, Set<Long> members, Set<Long> existing, long id)
            throws InterruptedException {
        Set<Long> inside = within.stream().map(Subvolume::number).collect(Collectors.toSet());
        List<Long> foreign = members.stream()
                .filter(member -> !inside.contains(member))
                .filter(existing::contains) // deleted subvolumes may still count for a while
                .limit(MAX_CHANGES)
                .toList();
        for (long member : foreign) {
            try {
                filesystem.remove(member, id);
            } catch (IOException e) {
                LOG.debugf("subvolume was not removed from a group: id=%s reason=%s", id, e.getMessage());
            }
        }
    }

    /** Removes the group. This fails while deleted data still count; then the next run tries again. */
    private void destroyGroup(long group) throws InterruptedException {
        try {
            filesystem.destroyGroup(group);
        } catch (IOException notYet) {
            LOG.debugf("group was not deleted and is retried: id=%s reason=%s", group, notYet.getMessage());
        }
    }
}
