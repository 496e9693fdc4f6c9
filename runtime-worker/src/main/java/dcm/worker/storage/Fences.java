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
 * Limits what is in each subvolume of a directory, all that is nested in it included. Whoever may write in a subvolume can make others
 * in it, which count for themselves; so each gets a group of its own that is limited, and all that are nested join it. With simple
 * quotas most join by the kernel's doing when they are made, and the rest here. Not thread-safe.
 */
final class Fences {
    private static final Logger LOG = Logger.getLogger(Fences.class);

    /** Levels are anybody's to choose; this one is hardly anybody else's. */
    private static final int LEVEL = 2614;

    /** Of one owner, at a time. */
    private static final int MOST_JOINS = 100;

    private final Btrfs filesystem;
    private final Limits limits;

    /** What a subvolume may hold. */
    @FunctionalInterface
    interface Limits {
        /**
         * In bytes, or {@link Btrfs#UNLIMITED}; empty: it is left alone.
         *
         * @param own the subvolume's own group
         */
        Optional<Long> of(String name, Group own);
    }

    /** Fences around the subvolumes of a directory. */
    Fences(Btrfs filesystem, Limits limits) {
        this.filesystem = filesystem;
        this.limits = limits;
    }

    /**
     * What came of it.
     *
     * @param used what each subvolume uses that is fenced, by name, in bytes
     * @param trouble why some are not; null: all are
     */
    record Mended(Map<String, Long> used, @Nullable String trouble) {}

    /** Puts up what is missing and takes down what stands around nothing. */
    Mended mend() throws IOException, InterruptedException {
        Look look = filesystem.look();
        Map<String, Long> used = new HashMap<>();
        String trouble = null;
        for (Subvolume subvolume : look.here().values()) {
            Group own = look.groups().get(subvolume.number());
            Optional<Long> most = own == null ? Optional.empty() : limits.of(subvolume.name(), own);
            if (most.isPresent()) {
                try {
                    used.put(subvolume.name(), put(subvolume, most.get(), look));
                } catch (IOException e) { // the others must not wait for that
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
        return new Mended(used, trouble);
    }

    /** Puts a fence around a subvolume and what is nested in it. */
    private long put(Subvolume subvolume, long most, Look look) throws IOException, InterruptedException {
        long id = Btrfs.id(LEVEL, subvolume.number());
        Group fence = look.groups().get(id);
        if (fence == null) {
            filesystem.createGroup(id);
        }
        if (fence == null ? most != Btrfs.UNLIMITED : fence.most() != most) {
            filesystem.limit(id, most);
        }
        Set<Long> members = fence == null ? Set.of() : fence.children();
        if (!members.contains(subvolume.number())) {
            filesystem.assign(subvolume, id);
        }
        List<Subvolume> within = look.within(subvolume);
        joinNested(within, members, id);
        leave(within, members, look, id);
        return fence == null ? 0 : fence.used();
    }

    /** Those that have been there longest first, and only so many at a time: anybody can make any number of them. */
    private void joinNested(List<Subvolume> within, Set<Long> members, long id) throws InterruptedException {
        List<Subvolume> missing = within.subList(1, within.size()).stream()
                .filter(inside -> !members.contains(inside.number()))
                .sorted(Comparator.comparingLong(Subvolume::number))
                .limit(MOST_JOINS)
                .toList();
        for (Subvolume inside : missing) {
            try {
                filesystem.assign(inside, id);
            } catch (IOException e) { // it may just have gone
                LOG.debugf("%s", e.getMessage());
            }
        }
    }

    /** Whoever makes a subvolume can name any group, and nobody is to be counted for what another has. */
    private void leave(List<Subvolume> within, Set<Long> members, Look look, long id) throws InterruptedException {
        Set<Long> inside = within.stream().map(Subvolume::number).collect(Collectors.toSet());
        for (long member : members) {
            if (!inside.contains(member) && look.isThere(member)) { // what was deleted may still be counted for a while
                try {
                    filesystem.remove(member, id);
                } catch (IOException e) {
                    LOG.debugf("%s", e.getMessage());
                }
            }
        }
    }

    /** What was deleted in it may still be counted for a while; then it stays until the next time. */
    private void takeDown(long fence) throws InterruptedException {
        try {
            filesystem.destroyGroup(fence);
        } catch (IOException notYet) {
            LOG.debugf("%s", notYet.getMessage());
        }
    }
}
