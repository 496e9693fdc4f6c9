package dcm.worker.storage;

import dcm.worker.storage.Btrfs.Group;
import dcm.worker.storage.Btrfs.Look;
import dcm.worker.storage.Btrfs.Subvolume;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Limits what is in each subvolume of a directory, all that is nested in it included. Whoever may write in a subvolume can make others
 * in it, which count for themselves; so each gets a group of its own that is limited, and all that are nested join it. With simple
 * quotas most join by the kernel's doing when they are made, and the rest here. Not thread-safe.
 */
final class Fences {
    private static final Logger LOG = Logger.getLogger(Fences.class);

    /** Levels are anybody's to choose; this one is hardly anybody else's. */
    private static final int LEVEL = 2614;

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

    /** Puts up what is missing and takes down what stands around nothing; what each subvolume uses then, by name, in bytes. */
    Map<String, Long> mend() throws IOException, InterruptedException {
        Look look = filesystem.look();
        Map<String, Long> used = new HashMap<>();
        for (Subvolume subvolume : look.here().values()) {
            Group own = look.groups().get(subvolume.number());
            Optional<Long> most = own == null ? Optional.empty() : limits.of(subvolume.name(), own);
            if (most.isPresent()) {
                used.put(subvolume.name(), put(subvolume, most.get(), look));
            }
        }
        for (var group : look.groups().entrySet()) {
            long id = group.getKey();
            boolean empty = group.getValue().children().isEmpty();
            if (Btrfs.level(id) == LEVEL && empty && !look.groups().containsKey(Btrfs.number(id))) {
                takeDown(id);
            }
        }
        return used;
    }

    /** Puts a fence around a subvolume and what is nested in it. */
    private long put(Subvolume subvolume, long most, Look look) throws InterruptedException {
        long id = Btrfs.id(LEVEL, subvolume.number());
        Group fence = look.groups().get(id);
        try {
            if (fence == null) {
                filesystem.createGroup(id);
            }
            if (fence == null ? most != Btrfs.UNLIMITED : fence.most() != most) {
                filesystem.limit(id, most);
            }
            for (Subvolume inside : look.within(subvolume)) {
                join(inside, id, look);
            }
        } catch (IOException e) { // something of hers may just have gone; the others must not wait for that
            LOG.warnf("not all of %s is limited yet: %s", subvolume.name(), e.getMessage());
        }
        return fence == null ? 0 : fence.used();
    }

    private void join(Subvolume inside, long id, Look look) throws IOException, InterruptedException {
        Group own = look.groups().get(inside.number());
        Set<Long> parents = own == null ? Set.of() : own.parents();
        if (!parents.contains(id)) {
            filesystem.assign(inside, id);
        }
        for (long parent : parents) {
            if (Btrfs.level(parent) == LEVEL && parent != id) { // whoever makes a subvolume can name any group
                filesystem.remove(inside, parent);
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
